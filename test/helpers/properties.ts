/**
 * Properties with the same examples in each run, so that what passed passes again. `SEED=7 npx vitest run` tries others;
 * a counterexample that it finds becomes a test of its own.
 */
import process from 'node:process';
import fc from 'fast-check';

fc.configureGlobal({seed: Number(process.env.SEED ?? 1)});

export {default} from 'fast-check';
