import {mkdir, readdir, readFile, utimes, writeFile} from 'node:fs/promises';
import {createServer, type Server, type Socket} from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';
import {afterEach, describe, expect, it} from 'vitest';
import {openFetcher} from '../../../source/peer/download/fetcher.ts';
import type {RfcRecord} from '../../../source/protocol/message.ts';
import {documentText, titleOfDocument} from '../../helpers/documents.ts';
import {type Swarm, swarm} from '../../helpers/swarm.ts';
import {temporaryFolder} from '../../helpers/temp.ts';
import {downloaded, until, untilFacts} from '../../helpers/until.ts';

const never = new AbortController().signal;
const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(() => {
	for (const socket of sockets.splice(0)) socket.destroy();
	for (const server of servers.splice(0)) server.close();
});

/** A 1.0 peer that answers as told. Returns its record, and how many requests it got in 1.0. */
async function holder(answer: (socket: Socket) => void, rfc = 7) {
	let asked = 0;
	const server = createServer(socket => {
		sockets.push(socket);
		socket.on('error', () => {});
		socket.once('data', chunk => {
			if (chunk.toString().includes('P2P-CI/1.1')) {
				socket.end('P2P-CI/1.0 505 P2P-CI Version Not Supported\r\n\r\n');
				return;
			}
			asked++;
			answer(socket);
		});
	});
	servers.push(server);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	const record: RfcRecord = {rfc, title: 'A Title', host: 'carol', address: '127.0.0.1', port: address.port};
	return {record, asked: () => asked};
}

const head = (length: number): string => `P2P-CI/1.0 200 OK\r\nContent-Length: ${length}\r\n\r\n`;
const text = 'the text of a document\n';

async function recordOf(all: Swarm, rfc: number): Promise<RfcRecord> {
	const [record] = await all.peer(0).lookup(rfc, never);
	if (!record) throw new Error(`nobody holds ${rfc}`);
	return record;
}

describe('downloads', () => {
	it('run four at a time, the others wait their turn', async () => {
		await using all = await swarm({peers: 1});
		const waiting: Socket[] = [];
		const {record, asked} = await holder(socket => waiting.push(socket));
		const peer = all.peer(0);
		const ids = [1, 2, 3, 4, 5, 6].map(rfc => peer.get({...record, rfc}));
		await until(() => waiting.length === 4);
		expect(asked()).toBe(4);
		waiting.shift()?.end(head(text.length) + text);
		await until(() => waiting.length === 4);
		const done = await untilFacts(peer, ({got}) => got === 1);
		const rest = done.downloads.filter(({state}) => state.kind !== 'done').map(({id}) => id);
		expect(rest.length).toBe(ids.length - 1);
		for (const id of rest) peer.drop(id);
		const over = await Promise.all(rest.map(id => downloaded(peer, id)));
		expect(over.map(({state}) => state)).toEqual(rest.map(() => ({kind: 'cancelled', received: 0})));
		expect(asked()).toBe(5);
		expect((await readdir(all.folder.at('peer0', 'downloads'))).length).toBe(1);
	});

	it('of the same document from the same holder are one while it runs', async () => {
		await using all = await swarm({peers: 1});
		const {record} = await holder(() => {});
		const id = all.peer(0).get(record);
		expect(all.peer(0).get(record)).toBe(id);
		expect(all.peer(0).get({...record, rfc: 8})).not.toBe(id);
	});

	it('tell how they go on, and a rate that falls when nothing comes', async () => {
		await using all = await swarm({peers: 1});
		const {record} = await holder(socket => socket.write(`${head(100_000)}${'x'.repeat(40_000)}`));
		const peer = all.peer(0);
		const id = peer.get(record);
		const facts = await untilFacts(peer, ({downloads}) => {
			const state = downloads[0]?.state;
			return state?.kind === 'running' && state.received === 40_000 && state.rate > 0;
		});
		expect(facts.downloads[0]).toMatchObject({id, rfc: 7, title: 'A Title', state: {total: 100_000}});
		await untilFacts(peer, ({downloads}) => {
			const state = downloads[0]?.state;
			return state?.kind === 'running' && state.rate === 0;
		});
		peer.drop(id);
		expect((await downloaded(peer, id)).state).toEqual({kind: 'cancelled', received: 40_000});
	});

	it('that failed begin again when that is wanted, and go from the list when that is', async () => {
		await using all = await swarm({peers: 1});
		let tries = 0;
		const {record} = await holder(socket =>
			socket.end(tries++ < 3 ? `${head(text.length)}the` : head(text.length) + text),
		);
		const peer = all.peer(0);
		const id = peer.get(record);
		const first = await downloaded(peer, id);
		expect(first.state).toMatchObject({
			kind: 'failed',
			received: 3,
			failure: {kind: 'closed-early', from: 'carol', rfc: 7},
		});
		expect(await readdir(all.folder.at('peer0', 'downloads'))).toEqual([]);
		peer.retry(id);
		expect((await downloaded(peer, id)).state).toMatchObject({kind: 'done', bytes: text.length});
		peer.retry(id);
		expect(peer.facts().downloads.length).toBe(1);
		peer.drop(id);
		expect(peer.facts().downloads).toEqual([]);
		expect(peer.has(7)).toBe(true);
	});

	it('that wait for their next try do not wait when that is wanted', async () => {
		await using all = await swarm({peers: 1});
		const {record, asked} = await holder(socket =>
			socket.end(asked() < 2 ? `${head(text.length)}the` : head(text.length) + text),
		);
		const peer = all.peer(0);
		const id = peer.get(record);
		await untilFacts(peer, ({downloads}) => downloads[0]?.state.kind === 'waiting');
		peer.retry(id);
		// One whose time has come goes on from where it is; this one is in the queue again.
		await untilFacts(peer, ({downloads}) => downloads[0]?.state.kind === 'queued');
		expect((await downloaded(peer, id)).state).toMatchObject({kind: 'done', bytes: text.length});
		expect(asked()).toBe(2);
	});

	it('keep what is there, and ask when it differs', async () => {
		await using all = await swarm({peers: 1});
		const peer = all.peer(0);
		const own = documentText(101, titleOfDocument(101));
		const same = await holder(socket => socket.end(head(own.length) + own), 101);
		expect((await downloaded(peer, peer.get(same.record))).state).toMatchObject({
			kind: 'already-here',
			bytes: own.length,
		});
		const other = await holder(socket => socket.end(head(text.length) + text), 101);
		const id = peer.get(other.record);
		const differing = await downloaded(peer, id);
		const file = all.folder.at('peer0', 'rfcs', 'rfc101.txt');
		expect(differing.state).toEqual({kind: 'differs', bytes: text.length, existingBytes: own.length, file});
		expect(await peer.read(101)).toBe(own);
		// Asked for again, it is not fetched again, and there is one question about it.
		expect(peer.get(other.record)).toBe(id);
		// The time in which the person decides is not the time that it took.
		const took = (Date.now() - differing.started) / 1000;
		await pause(50);
		await peer.replace(id);
		const {state} = await downloaded(peer, id);
		expect(state).toMatchObject({kind: 'done', file: all.folder.at('peer0', 'downloads', 'rfc101.txt')});
		expect(state.kind === 'done' && state.seconds).toBeLessThan(took + 0.05);
		expect(await peer.read(101)).toBe(text);
		expect(await readFile(file, 'utf8')).toBe(own);
	});

	it('take the place of an empty file among the downloads, as a power failure leaves it, but not in the shared folder', async () => {
		await using all = await swarm({peers: 1});
		const peer = all.peer(0);
		for (const [folder, rfc] of [
			['downloads', 201],
			['rfcs', 202],
		] as const) {
			const file = all.folder.at('peer0', folder, `rfc${rfc}.txt`);
			await mkdir(all.folder.at('peer0', folder), {recursive: true});
			await writeFile(file, '');
			await utimes(file, 1e9, 1e9);
			// The folder for downloads is watched once something was saved in it.
			if (folder === 'rfcs')
				await until(() =>
					peer
						.read(rfc)
						.then(() => true)
						.catch(() => false),
				);
			const {record} = await holder(socket => socket.end(head(text.length) + text), rfc);
			const {state} = await downloaded(peer, peer.get(record));
			expect(state.kind).toBe(folder === 'downloads' ? 'done' : 'differs');
			expect(await peer.read(rfc)).toBe(folder === 'downloads' ? text : '');
		}
	});

	it('whose new file is not wanted leave nothing behind', async () => {
		await using all = await swarm({peers: 1});
		const peer = all.peer(0);
		const {record} = await holder(socket => socket.end(head(text.length) + text), 101);
		const id = peer.get(record);
		await downloaded(peer, id);
		peer.drop(id);
		await until(async () => (await readdir(all.folder.at('peer0', 'downloads'))).length === 0);
		expect(peer.facts().downloads).toEqual([]);
	});

	it.each(['1.1', '1.0'] as const)("of what is one's own are done before they begin, in %s", async protocol => {
		await using all = await swarm({peers: 1, options: () => ({protocol})});
		const peer = all.peer(0);
		const {state} = await downloaded(peer, peer.get(await recordOf(all, 101)));
		expect(state).toMatchObject({kind: 'already-here', file: all.folder.at('peer0', 'rfcs', 'rfc101.txt')});
		expect(peer.facts().uploads).toEqual([]);
	});

	it('without a length are stored, and marked', async () => {
		await using all = await swarm({peers: 1});
		const {record} = await holder(socket => socket.end(`P2P-CI/1.0 200 OK\r\n\r\n${text}`));
		const {state} = await downloaded(all.peer(0), all.peer(0).get(record));
		expect(state).toMatchObject({kind: 'done', verified: 'none', bytes: text.length});
	});

	it('keep to the pace, which may change on the way', async () => {
		await using all = await swarm({peers: 1, options: () => ({pace: 20_000})});
		// At that pace it would take a minute.
		const {record} = await holder(socket => socket.end(head(1_200_000) + 'x'.repeat(1_200_000)));
		const peer = all.peer(0);
		const began = performance.now();
		const id = peer.get(record);
		await untilFacts(peer, ({downloads: [each]}) => each?.state.kind === 'running' && each.state.received > 6000);
		expect(performance.now() - began).toBeGreaterThan(150);
		peer.setPace(undefined);
		expect((await downloaded(peer, id)).state).toMatchObject({kind: 'done', bytes: 1_200_000});
		expect(performance.now() - began).toBeLessThan(30_000);
	});

	it('say it when they cannot be written', async () => {
		await using all = await swarm({peers: 1});
		await writeFile(all.folder.at('peer0', 'downloads'), 'a file where the folder should be');
		const {record} = await holder(socket => socket.end(head(text.length) + text));
		const {state} = await downloaded(all.peer(0), all.peer(0).get(record));
		expect(state).toMatchObject({kind: 'failed', failure: {kind: 'write-failed', rfc: 7, from: 'carol'}});
	});

	it('leave nothing behind when the peer ends in the middle', async () => {
		await using all = await swarm({peers: 1});
		const {record} = await holder(socket => socket.write(`${head(100)}the`));
		const peer = all.peer(0);
		peer.get(record);
		await untilFacts(peer, ({downloads: [each]}) => each?.state.kind === 'running');
		await peer.close();
		expect(await readdir(all.folder.at('peer0', 'downloads'))).toEqual([]);
	});
});

describe('a document got without a peer', () => {
	const fetch = async (folder: string, record: RfcRecord, replace = false) => {
		const fetcher = openFetcher({folder, name: 'bob', os: 'Linux 6.1'});
		try {
			const {rfc, title, digest} = record;
			return await fetcher.fetch({rfc, title, records: [record], digest, replace});
		} finally {
			await fetcher.close();
		}
	};

	it('is in the folder, which is made', async () => {
		await using folder = await temporaryFolder();
		const {record} = await holder(socket => socket.end(head(text.length) + text));
		const target = folder.at('new', 'folder');
		expect(await fetch(target, record)).toMatchObject({kind: 'done', bytes: text.length, verified: 'length'});
		expect(await readFile(folder.at('new', 'folder', 'rfc7.txt'), 'utf8')).toBe(text);
		expect(await fetch(target, record)).toMatchObject({kind: 'already-here'});
		expect(await readdir(target)).toEqual(['rfc7.txt']);
	});

	it('is not written over another, unless that is wanted', async () => {
		await using folder = await temporaryFolder();
		await writeFile(folder.at('rfc7.txt'), 'mine');
		const {record} = await holder(socket => socket.end(head(text.length) + text));
		expect(await fetch(folder.path, record)).toMatchObject({kind: 'differs', existingBytes: 4, bytes: text.length});
		expect(await readFile(folder.at('rfc7.txt'), 'utf8')).toBe('mine');
		expect(await fetch(folder.path, record, true)).toMatchObject({kind: 'done'});
		expect(await readFile(folder.at('rfc7.txt'), 'utf8')).toBe(text);
		expect(await readdir(folder.path)).toEqual(['rfc7.txt']);
	});
});
