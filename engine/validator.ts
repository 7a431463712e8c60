/**
 * fastest-validator as its users need it. The package is CommonJS whose typings describe a default export that
 * does not exist at run time, so it is loaded once here.
 */
import { createRequire } from 'node:module';
import type ValidatorPackage from 'fastest-validator';

export type { ValidationError, ValidationSchema } from 'fastest-validator';

export const Validator: typeof ValidatorPackage.default = createRequire(import.meta.url)('fastest-validator');
