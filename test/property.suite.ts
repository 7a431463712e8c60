import { loadSuite } from './harness/suite.ts';

await loadSuite(new URL('./property/', import.meta.url));
