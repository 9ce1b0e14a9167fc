import {expect, it} from 'vitest';
import {sentence} from '../../source/text/failures.ts';
import {together} from '../../source/text/together.ts';

it('documents that could not be saved for one reason are told in one sentence', () => {
	const full = (rfc: number) => ({kind: 'disk-full', rfc, from: 'bob', folder: 'docs'}) as const;
	const failed = (rfc: number, reason: string) =>
		({kind: 'write-failed', rfc, from: 'bob', file: `docs/rfc${rfc}.txt`, reason}) as const;
	const lacks = {kind: 'peer-lacks', rfc: 4, from: 'bob'} as const;
	const told = together([full(1), full(2), lacks, failed(5, 'read-only'), full(3), failed(6, 'busy'), lacks]);
	expect(told).toEqual([{...full(1), others: 2}, lacks, failed(5, 'read-only'), failed(6, 'busy'), lacks]);
	expect(told[0] && sentence(told[0])).toContain('RFC 1 and 2 others could not be saved in docs.');
});
