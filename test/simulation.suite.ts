import { loadSuite } from './harness/suite.ts';

await loadSuite(new URL('./simulation/', import.meta.url));
