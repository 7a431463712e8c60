import { loadSuite } from './harness/suite.ts';

await loadSuite(new URL('./unit/', import.meta.url));
