import {expect, test} from 'vitest';
import {ConnectError} from '../../../source/net/connect.ts';
import {TransferBroken} from '../../../source/net/transfer-broken.ts';
import {outlook, sourceFailure} from '../../../source/peer/download/source-failure.ts';

const holder = {rfc: 7, host: 'erin', address: '10.0.0.5', port: 6005};

test.each([
	['a member of a private network, for one without the key', 'private'],
	['who answers in plain text, for one with a key', 'open'],
	['who has another key', 'other-key'],
] as const)('%s, is not asked again for the document', (_, how) => {
	const error =
		how === 'private'
			? new TransferBroken({kind: 'foreign', detail: how, begun: false, received: 0})
			: new ConnectError(how);
	const failure = sourceFailure(error, holder);
	expect(failure).toEqual({kind: 'peer-outside', rfc: 7, from: 'erin', how});
	expect(failure && outlook(failure)).toBe('never');
});

test('who accepts the connection and leaves the handshake unanswered may answer later', () => {
	const failure = sourceFailure(new ConnectError('no-handshake'), holder);
	expect(failure).toMatchObject({kind: 'peer-refused', reason: 'no answer'});
	expect(failure && outlook(failure)).toBe('again');
});

test.each([
	[{kind: 'disk-full', rfc: 7, from: 'erin', folder: './docs'}],
	[{kind: 'folder-gone', rfc: 7, from: 'erin', folder: './docs'}],
	[{kind: 'write-failed', rfc: 7, from: 'erin', file: './docs/rfc7.txt', reason: 'permission denied'}],
	[{kind: 'in-use', rfc: 7, from: 'erin', folder: './docs'}],
] as const)('nobody is asked for a document that cannot be saved: %j', failure => {
	expect(outlook(failure)).toBe('stop');
});
