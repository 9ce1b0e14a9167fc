import {randomBytes} from 'node:crypto';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {Downloads} from '../../../source/peer/download/downloads.ts';
import {Library} from '../../../source/peer/library/library.ts';
import type {Peer} from '../../../source/peer/peer.ts';
import type {Download, PeerFacts} from '../../../source/peer/peer-state.ts';
import {type Swarm, swarm} from '../../helpers/swarm.ts';
import {downloaded, until, untilFacts} from '../../helpers/until.ts';
import {type Asked, honest, uploader} from '../../helpers/uploader.ts';

const mebi = 1024 * 1024;
const large = randomBytes(4 * mebi);

/** A folder with a large document, for a peer of this name to share. */
async function withLarge(all: Swarm, name: string, rfc: number): Promise<string> {
	const folder = all.folder.at(name, 'rfcs');
	await mkdir(folder, {recursive: true});
	await writeFile(`${folder}/rfc${rfc}.txt`, large);
	return folder;
}

const stateOf = (downloads: readonly Download[], id: number): string | undefined =>
	downloads.find(each => each.id === id)?.state.kind;

/** Resolves when a part of the only download is here. */
const inTheMiddle = (peer: Peer): Promise<PeerFacts> =>
	untilFacts(peer, ({downloads: [each]}) => each?.state.kind === 'running' && each.state.received > mebi);

/** Pauses the only download once a part of it is here. */
async function pausedInTheMiddle(peer: Peer, id: number): Promise<PeerFacts> {
	await inTheMiddle(peer);
	peer.pause(id);
	return untilFacts(peer, ({downloads}) => stateOf(downloads, id) === 'paused');
}

describe('the queue', () => {
	it('holds a download where it is, and lets it go on from there', async () => {
		await using all = await swarm({peers: 1, options: () => ({pace: 2 * mebi})});
		await using carol = await uploader('carol', asked => honest(asked, large));
		const peer = all.peer(0);
		const id = peer.get(carol.record(7, large));
		const state = (await pausedInTheMiddle(peer, id)).downloads[0]?.state;
		expect(state).toMatchObject({kind: 'paused', total: large.length});
		const asked = carol.asked.length;
		peer.setPace(undefined);
		peer.resume(id);
		const done = await downloaded(peer, id);
		expect(done.state).toMatchObject({kind: 'done', verified: 'digest', bytes: large.length});
		const came = done.sources.reduce((sum, {bytes}) => sum + bytes, 0);
		expect(came).toBeLessThan(large.length);
		expect(done.state).toMatchObject({before: large.length - came});
		const again = carol.asked.slice(asked).reduce((sum, {range}) => sum + (range ? range[1] - range[0] : 0), 0);
		expect(again).toBeLessThan(large.length);
		expect((await readFile(all.folder.at('peer0', 'downloads', 'rfc7.txt'))).equals(large)).toBe(true);
	});

	it.skipIf(process.platform !== 'linux')(
		'asks for none in vain where another one just could not be saved, until the person tries again',
		async () => {
			await using all = await swarm({peers: 0});
			const bytes = randomBytes(3000);
			await using carol = await uploader('carol', asked => honest(asked, bytes));
			// Even the superuser makes no folder there.
			const peer = all.add({name: 'getter', downloads: '/sys/p2pci'});
			await peer.ready;
			const ids = Array.from({length: 200}, (_, at) => peer.get(carol.record(at + 1, bytes)));
			const failed = ({downloads}: PeerFacts) => downloads.every(({state}) => state.kind === 'failed');
			await untilFacts(peer, failed);
			const asked = carol.asked.length;
			// As many as come at a time.
			expect(asked).toBeLessThan(50);
			peer.retry(ids[0] ?? 0);
			await untilFacts(peer, facts => carol.asked.length > asked && failed(facts));
		},
	);

	it.skipIf(process.platform !== 'linux')(
		'asks for nothing in vain either that is wanted again and again',
		async () => {
			const bytes = randomBytes(3000);
			await using carol = await uploader('carol', asked => honest(asked, bytes));
			let failed = 0;
			const downloads = new Downloads({
				library: new Library({downloads: '/sys/p2pci'}),
				name: 'getter',
				os: 'Linux 6.1',
				isOwn: () => false,
				onDownload: ({state}) => {
					if (state.kind === 'failed') failed++;
				},
				onDropped: () => {},
			});
			for (const times of [1, 2, 3]) {
				downloads.want(carol.record(7, bytes));
				await until(() => failed === times);
			}
			expect(carol.asked.length).toBe(1);
			await downloads.close();
		},
	);

	it('stops one that is paused without losing what came of it, so that it can go on after all', async () => {
		await using all = await swarm({peers: 1, options: () => ({pace: 2 * mebi})});
		await using carol = await uploader('carol', asked => honest(asked, large));
		const peer = all.peer(0);
		const id = peer.get(carol.record(7, large));
		await pausedInTheMiddle(peer, id);
		peer.drop(id);
		expect(peer.facts().downloads).toMatchObject([{id, state: {kind: 'cancelled'}}]);
		peer.setPace(undefined);
		peer.retry(id);
		const {state} = await downloaded(peer, id);
		expect(state).toMatchObject({kind: 'done', verified: 'digest', before: expect.any(Number)});
	});

	it('begins those first that are raised', async () => {
		await using all = await swarm({peers: 1});
		const waiting: Asked[] = [];
		await using carol = await uploader('carol', asked => waiting.push(asked));
		const peer = all.peer(0);
		const ids = [1, 2, 3, 4, 5, 6].map(rfc => peer.get(carol.record(rfc)));
		await until(() => waiting.length === 4);
		expect(peer.facts().downloads.filter(({state}) => state.kind === 'queued').length).toBe(2);
		peer.raise(ids[5] ?? 0);
		for (const asked of [...waiting]) honest(asked, Buffer.from('text'));
		await until(() => waiting.length === 6);
		expect(waiting.slice(4).map(({rfc}) => rfc)).toEqual([6, 5]);
		for (const asked of waiting.slice(4)) honest(asked, Buffer.from('text'));
		await untilFacts(peer, ({got}) => got === 6);
	});

	it('begins everything again that failed', async () => {
		await using all = await swarm({peers: 1});
		let there = false;
		await using carol = await uploader('carol', asked => {
			if (there) honest(asked, Buffer.from('text'));
			else asked.socket.write('P2P-CI/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
		});
		const peer = all.peer(0);
		const ids = [1, 2].map(rfc => peer.get(carol.record(rfc)));
		for (const id of ids) {
			expect((await downloaded(peer, id)).state).toMatchObject({kind: 'failed', failure: {kind: 'peer-lacks'}});
		}
		there = true;
		peer.retryAllFailed();
		await untilFacts(peer, ({got}) => got === 2);
	});

	it('tells what each source gives, and rates that are zero at the end', async () => {
		await using all = await swarm({peers: 0});
		for (const name of ['one', 'two']) await all.add({name, rfcs: await withLarge(all, name, 7), pace: mebi / 2}).ready;
		const getter = all.add({name: 'getter'});
		await getter.ready;
		const records = await until(async () => {
			const found = await getter.lookup(7, AbortSignal.timeout(5000));
			return found.filter(({digest}) => digest !== undefined).length === 2 && found;
		});
		const [record] = records;
		if (!record) throw new Error('nobody holds it');
		const id = getter.get(record);
		const facts = await untilFacts(
			getter,
			({downloads: [each]}) => each?.state.kind === 'running' && each.sources.filter(({rate}) => rate > 0).length === 2,
		);
		expect(facts.downloads[0]?.state).toMatchObject({total: large.length});
		for (const holder of [0, 1]) all.peer(holder).setPace(undefined);
		const done = await downloaded(getter, id);
		expect(done.state).toMatchObject({kind: 'done', verified: 'digest'});
		expect(done.sources.map(({host}) => host).sort()).toEqual(['one', 'two']);
		expect(done.sources.reduce((sum, {bytes}) => sum + bytes, 0)).toBe(large.length);
		expect(done.sources.every(({rate, bytes}) => rate === 0 && bytes > 0)).toBe(true);
	});

	it('takes from a holder that joins while a large document comes', async () => {
		await using all = await swarm({peers: 0});
		await all.add({name: 'first', rfcs: await withLarge(all, 'first', 7), pace: mebi / 32}).ready;
		const getter = all.add({name: 'getter'});
		await getter.ready;
		const record = await until(() =>
			getter
				.index()
				?.holdersOf(7)
				.find(({digest}) => digest !== undefined),
		);
		const id = getter.get(record);
		await untilFacts(getter, ({downloads: [each]}) => each?.state.kind === 'running' && each.state.received > 0);
		await all.add({name: 'second', rfcs: await withLarge(all, 'second', 7)}).ready;
		// By itself the first would take two minutes.
		await untilFacts(getter, ({downloads: [each]}) =>
			Boolean(each?.sources.some(({host, bytes}) => host === 'second' && bytes > mebi)),
		);
		all.peer(0).setPace(undefined);
		expect((await downloaded(getter, id)).state).toMatchObject({kind: 'done', verified: 'digest'});
		expect((await readFile(all.folder.at('getter', 'downloads', 'rfc7.txt'))).equals(large)).toBe(true);
	});

	it('goes on at the next start with what was not done', async () => {
		await using all = await swarm({peers: 0});
		await all.add({name: 'holder', rfcs: await withLarge(all, 'holder', 7)}).ready;
		const first = all.add({name: 'getter', pace: mebi});
		await first.ready;
		const record = await until(async () =>
			(await first.lookup(7, AbortSignal.timeout(5000))).find(({digest}) => digest !== undefined),
		);
		first.get(record);
		await inTheMiddle(first);
		await first.close();
		expect((await readdir(all.folder.at('getter', 'downloads'))).some(name => name.endsWith('.journal'))).toBe(true);
		const second = all.add({name: 'getter'});
		const isComing = ({state: {kind}}: Download) => !['queued', 'connecting'].includes(kind);
		const {downloads} = await untilFacts(second, ({downloads: [each]}) => each !== undefined && isComing(each));
		expect(downloads[0]?.source).toMatchObject({host: 'holder', address: '127.0.0.1'});
		await untilFacts(second, ({got}) => got === 1);
		expect((await readFile(all.folder.at('getter', 'downloads', 'rfc7.txt'))).equals(large)).toBe(true);
		expect(await readdir(all.folder.at('getter', 'downloads'))).toEqual(['rfc7.txt']);
	});

	it('leaves nothing of what was stopped and is not wanted any more', async () => {
		for (const drops of [1, 2]) {
			await using all = await swarm({peers: 1, options: () => ({pace: 2 * mebi})});
			await using carol = await uploader('carol', asked => honest(asked, large));
			const peer = all.peer(0);
			const id = peer.get(carol.record(7, large));
			await inTheMiddle(peer);
			peer.drop(id);
			expect((await downloaded(peer, id)).state.kind).toBe('cancelled');
			if (drops === 2) peer.drop(id);
			else await peer.close();
			await until(async () => (await readdir(all.folder.at('peer0', 'downloads'))).length === 0);
		}
	});

	it('keeps what came of a document that was cancelled and then asked for anew, when the first is forgotten', async () => {
		for (const way of ['removed', 'closed'] as const) {
			await using all = await swarm({peers: 1, options: () => ({pace: 2 * mebi})});
			await using carol = await uploader('carol', asked => honest(asked, large));
			const peer = all.peer(0);
			const record = carol.record(7, large);
			const first = peer.get(record);
			await inTheMiddle(peer);
			peer.drop(first);
			await downloaded(peer, first);
			const second = peer.get(record);
			expect(second).not.toBe(first);
			await untilFacts(peer, ({downloads}) => stateOf(downloads, second) === 'running');
			peer.pause(second);
			await untilFacts(peer, ({downloads}) => stateOf(downloads, second) === 'paused');
			if (way === 'removed') peer.drop(first);
			expect(peer.facts().downloads.length).toBe(way === 'removed' ? 1 : 2);
			await peer.close();
			const left = await readdir(all.folder.at('peer0', 'downloads'));
			expect(left.map(name => name.replace(/^.*\./, '')).sort()).toEqual(['journal', 'part']);
		}
	});

	it('lets one that is paused go on when its document is asked for again', async () => {
		await using all = await swarm({peers: 1, options: () => ({pace: 2 * mebi})});
		await using carol = await uploader('carol', asked => honest(asked, large));
		const peer = all.peer(0);
		const id = peer.get(carol.record(7, large));
		await pausedInTheMiddle(peer, id);
		peer.setPace(undefined);
		expect(peer.get(carol.record(7, large))).toBe(id);
		expect((await downloaded(peer, id)).state).toMatchObject({kind: 'done', before: expect.any(Number)});
	});

	it('knows how long a holder took to answer, in either version', async () => {
		for (const protocol of ['1.0', '1.1'] as const) {
			await using all = await swarm({peers: 2, options: index => (index === 0 ? {} : {protocol})});
			const [record] = await until(async () => {
				const found = await all.peer(0).lookup(201, AbortSignal.timeout(5000));
				return found.length > 0 && found;
			});
			if (!record) throw new Error('nobody holds it');
			expect(all.peer(0).answerMs(record)).toBeUndefined();
			await downloaded(all.peer(0), all.peer(0).get(record));
			expect(all.peer(0).answerMs(record)).toBeGreaterThan(0);
		}
	});

	it('does not fetch what is here', async () => {
		await using all = await swarm({peers: 2, documents: () => [5]});
		const record = await until(async () => {
			const found = await all.peer(0).lookup(5, AbortSignal.timeout(5000));
			return found.find(({host, digest}) => host === 'peer1' && digest !== undefined);
		});
		const {state} = await downloaded(all.peer(0), all.peer(0).get(record));
		expect(state).toMatchObject({kind: 'already-here', file: all.folder.at('peer0', 'rfcs', 'rfc5.txt')});
		expect(all.peer(1).facts().uploads).toEqual([]);
	});
});
