import {expect, it} from 'vitest';
import {Holders} from '../../../source/peer/download/holders.ts';
import type {RfcRecord} from '../../../source/protocol/message.ts';

const recordOf = (host: string, digest: string | undefined, port = 6001): RfcRecord => ({
	...{rfc: 7, title: 'Seven', host, address: '10.0.0.5', port},
	...(digest === undefined ? {} : {digest}),
});

const chosen = recordOf('alice', 'right');
const found = [
	chosen,
	recordOf('bob', 'right', 6002),
	recordOf('carol', 'another', 6003),
	recordOf('dave', undefined, 6004),
	recordOf('me', 'right', 6005),
];

const isOwn = ({host}: RfcRecord): boolean => host === 'me';
const never = new AbortController().signal;

it('a document comes from the chosen holder and all others of the same bytes, and of nobody else', async () => {
	const holders = new Holders({isOwn, holders: async () => found});
	const hosts = async (record: RfcRecord) => (await holders.of(record, never)).map(({host}) => host);
	expect(await hosts(chosen)).toEqual(['alice', 'bob']);
	// The one that was chosen has left, and only its version is remembered.
	expect(await hosts(recordOf('', 'right', 0))).toEqual(['alice', 'bob']);
	// Others may hold something else.
	expect(await hosts(recordOf('dave', undefined))).toEqual(['dave']);
});

it('a look-up that fails leaves the chosen holder', async () => {
	const holders = new Holders({isOwn, holders: () => Promise.reject(new Error('the index server is away'))});
	expect(await holders.of(chosen, never)).toEqual([chosen]);
});

it('who joins is told of where it holds the same bytes', () => {
	const listeners = new Set<(record: RfcRecord) => void>();
	const onRecord = (rfc: number, listener: (record: RfcRecord) => void) => {
		expect(rfc).toBe(7);
		listeners.add(listener);
		return () => listeners.delete(listener);
	};
	const holders = new Holders({isOwn, onRecord});
	const joined: string[] = [];
	const leave = holders.onJoin(chosen, ({host}) => joined.push(host));
	for (const listener of listeners) for (const record of found) listener(record);
	expect(joined).toEqual(['alice', 'bob']);
	leave();
	holders.onJoin(recordOf('dave', undefined), ({host}) => joined.push(host));
	expect(listeners.size).toBe(0);
});
