import { loadSuite } from './harness/suite.ts';

await loadSuite(new URL('./integration/', import.meta.url));
