/** Compares bytes as such: vitest by itself reads the name and the value of each of them, a second for a megabyte. */
import {expect} from 'vitest';

expect.addEqualityTesters([
	(one: unknown, other: unknown) =>
		one instanceof Uint8Array && other instanceof Uint8Array && one.constructor === other.constructor
			? Buffer.compare(one, other) === 0
			: undefined,
]);
