import {expect, test} from 'vitest';
import {sharedWords} from '../../source/commands/present-peer.ts';

test.each([
	[1, 0, '1 RFC'],
	[2612, 0, '2,612 RFCs'],
	[2612, 12, '2,600 of 2,612 RFCs: the index server refused the others'],
	[3, 3, 'nothing: the index server refused 3 RFCs'],
	// Some are not shared any more.
	[1, 2, 'nothing: the index server refused 2 RFCs'],
])('of %d documents, %d of them refused, a peer is told to share %s', (shared, refused, words) => {
	expect(sharedWords(shared, refused)).toBe(words);
});
