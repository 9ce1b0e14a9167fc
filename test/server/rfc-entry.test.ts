import {expect, it} from 'vitest';
import {titleAmong} from '../../source/order/title-among.ts';
import {makeHolding} from '../../source/server/holding.ts';
import {comparePeers, IndexPeer} from '../../source/server/index-peer.ts';
import {RfcEntry} from '../../source/server/rfc-entry.ts';
import fc from '../helpers/properties.ts';

const peers = Array.from({length: 100}, (_, at) => {
	const host = `peer-${at}`;
	return new IndexPeer(host, {host, address: '10.0.0.5', port: 1, version: '1.1', joined: 0});
}).sort(comparePeers);

it('an RFC says of many holders, who are counted, what it says of few, who are looked through', () => {
	const peer = fc.integer({min: 0, max: peers.length - 1});
	const title = fc.constantFrom('T', 'U', 'V');
	const digest = fc.constantFrom(undefined, 'a', 'b', 'c');
	const step = fc.oneof(
		// As a crowd that comes and goes, and one at a time.
		fc.record({from: peer, to: peer, title, digest}),
		fc.record({from: peer, to: peer, title: fc.constant(undefined), digest: fc.constant(undefined)}),
		peer.chain(at => fc.record({from: fc.constant(at), to: fc.constant(at), title, digest})),
	);
	fc.assert(
		fc.property(fc.array(step, {maxLength: 30}), steps => {
			const entry = new RfcEntry(7);
			for (const {from, to, title: given, digest: declared} of steps) {
				for (const each of peers.slice(Math.min(from, to), Math.max(from, to) + 1)) {
					const old = entry.holders.find(holding => holding.peer === each);
					const digests = declared === undefined ? {} : {digest: declared};
					if (given !== undefined) expect(entry.put(makeHolding(each, 7, {title: given, ...digests}))).toBe(old);
					else if (old) entry.take(old);
				}
				expect(entry.holders.map(holding => holding.peer)).toEqual(
					entry.holders.map(holding => holding.peer).sort(comparePeers),
				);
				expect(entry.title).toBe(titleAmong(entry.holders));
				expect(entry.versions).toBe(new Set(entry.holders.flatMap(holding => holding.digest ?? [])).size);
			}
		}),
	);
});
