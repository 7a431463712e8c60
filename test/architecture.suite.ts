import { loadSuite } from './harness/suite.ts';

await loadSuite(new URL('./architecture/', import.meta.url));
