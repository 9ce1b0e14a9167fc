import {readFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {writeDocuments} from '../helpers/documents.ts';
import {unusedPort} from '../helpers/ports.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {swarm} from '../helpers/swarm.ts';
import {downloaded, until, untilFacts} from '../helpers/until.ts';

const never = new AbortController().signal;

describe('peers of one index', () => {
	it('find, get, share and read what others have', async () => {
		await using all = await swarm({peers: 2});
		const [first, second] = [all.peer(0), all.peer(1)];
		expect(first.facts()).toMatchObject({session: {kind: 'joined', protocol: '1.1'}, shared: 3, notShared: 0});
		// A peer sends its digests after it has joined.
		const record = await until(async () => {
			const [found] = await second.lookup(102, never);
			return found?.digest !== undefined && found;
		});
		expect(record).toMatchObject({rfc: 102, title: 'Made-Up Document Number 102', host: 'peer0', address: '127.0.0.1'});
		const {state, sources} = await downloaded(second, second.get(record));
		expect(state).toMatchObject({kind: 'done', verified: 'digest'});
		expect(sources).toMatchObject([{host: 'peer0', bytes: record.size, rate: 0, state: 'resting'}]);
		const original = await readFile(all.folder.at('peer0', 'rfcs', 'rfc102.txt'));
		expect(await readFile(all.folder.at('peer1', 'downloads', 'rfc102.txt'))).toEqual(original);
		expect(await second.read(102)).toBe(original.toString());
		const holders = await until(async () => {
			const records = await first.lookup(102, never);
			return records.length === 2 && records;
		});
		expect(holders.map(({host}) => host)).toEqual(['peer0', 'peer1']);
		expect(second.facts()).toMatchObject({shared: 4, got: 1, gotBytes: original.length});
		await untilFacts(first, ({sent}) => sent === 1);
		expect(first.facts().uploads).toMatchObject([{rfc: 102, to: 'peer1', state: 'done', sent: original.length}]);
	});

	it('see the whole list', async () => {
		await using all = await swarm({peers: 3});
		const records = await all.peer(0).list(never);
		expect(records.map(({rfc}) => rfc)).toEqual([101, 102, 103, 201, 202, 203, 301, 302, 303]);
		expect(await all.peer(0).lookup(9999, never)).toEqual([]);
	});

	it('are told when the index server does not believe the address that they state', async () => {
		await using all = await swarm({peers: 0});
		const bob = all.add({name: 'bob', address: '192.0.2.9'});
		const carol = all.add({name: 'carol', address: '127.0.0.1'});
		await Promise.all([bob.ready, carol.ready]);
		expect(bob.facts()).toMatchObject({
			address: '127.0.0.1',
			warnings: [{kind: 'address-unused', given: '192.0.2.9', seen: '127.0.0.1'}],
		});
		expect(carol.facts().warnings).toEqual([]);
	});

	it('tell nobody that they lack a document before they have read their folders', async () => {
		await using all = await swarm({peers: 0});
		const rfcs = all.folder.at('rfcs');
		const numbers = Array.from({length: 500}, (_, at) => at + 1);
		await writeDocuments(rfcs, numbers, 1);
		const uploadPort = await unusedPort();
		const {ready} = all.add({rfcs, uploadPort});
		// As those who ask again and again until a peer is back: nothing listens at first.
		const client = await until(() => RawClient.connect({port: uploadPort}).catch(() => undefined));
		await using _ = client;
		await client.send(numbers.map(rfc => `GET RFC ${rfc} P2P-CI/1.1\r\n\r\n`).join(''));
		expect(await client.readThrough('\r\n\r\n')).toMatch(/^P2P-CI\/1\.1 200 OK\r\n/);
		await ready;
	});

	it('are told that others can reach them', async () => {
		await using all = await swarm({peers: 1});
		await untilFacts(all.peer(0), ({session}) => session.kind === 'joined' && session.reachable === true);
	});
});
