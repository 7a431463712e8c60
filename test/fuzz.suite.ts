import { loadSuite } from './harness/suite.ts';

await loadSuite(new URL('./fuzz/', import.meta.url));
