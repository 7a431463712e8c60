import { loadSuite } from './harness/suite.ts';

await loadSuite(new URL('./conformance/', import.meta.url));
