import {cp, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {rememberedIn, rememberedText} from '../../../source/peer/download/remembered.ts';
import type {StartedPeer} from '../../../source/peer/peer.ts';
import {writeDocuments} from '../../helpers/documents.ts';
import {unusedPort} from '../../helpers/ports.ts';
import {type Swarm, swarm} from '../../helpers/swarm.ts';
import {until, untilFacts} from '../../helpers/until.ts';
import {digestOfBytes, honest, uploader} from '../../helpers/uploader.ts';

const numbers = Array.from({length: 40}, (_, index) => index + 1);
/** So slow that nothing arrives during a test. */
const crawl = 1;

/** `port`: where its uploads are served; any free one by default. */
type HolderOptions = {readonly lines?: number; readonly port?: number};

/** A peer that shares these documents, and what the index says about them. */
async function holder(
	all: Swarm,
	name: string,
	rfcs: readonly number[],
	options: HolderOptions = {},
): Promise<StartedPeer> {
	await writeDocuments(all.folder.at(name, 'rfcs'), rfcs, options.lines);
	const peer = all.add({name, rfcs: all.folder.at(name, 'rfcs'), uploadPort: options.port ?? 0});
	await peer.ready;
	return peer;
}

/** The record of an RFC in the peer's copy of the index, as soon as it has a digest. */
const declared = (peer: StartedPeer, rfc: number) =>
	until(() =>
		peer
			.index()
			?.holdersOf(rfc)
			.find(({digest}) => digest),
	);

/** Marks documents and gets them, as `g` does on the screen. Returns the ids. */
async function getAll(peer: StartedPeer, rfcs: readonly number[], from = 'holder'): Promise<readonly number[]> {
	const records = await until(() => {
		const found = rfcs.map(rfc =>
			peer
				.index()
				?.holdersOf(rfc)
				.find(({host, digest}) => host === from && digest),
		);
		return found.every(record => record !== undefined) && found;
	});
	return records.map(record => peer.get(record));
}

const fileOf = (all: Swarm, name = 'getter'): string => all.folder.at(name, 'queue.json');
const inFile = async (all: Swarm, name = 'getter') =>
	(rememberedIn(await readFile(fileOf(all, name), 'utf8').catch(() => '')) ?? []).map(({record: {rfc}}) => rfc);

/** The numbers of the downloads, in the order in which they were added. */
const added = (peer: StartedPeer): readonly number[] =>
	[...peer.facts().downloads].sort((a, b) => a.id - b.id).map(({rfc}) => rfc);

describe('downloads that are not done when a peer ends', () => {
	it('go on at the next start, all of them and in their order; paused ones stay paused', async () => {
		await using all = await swarm({peers: 0});
		await holder(all, 'holder', numbers);
		const first = all.add({name: 'getter', pace: crawl});
		const ids = await getAll(first, numbers);
		first.raise(ids[39] ?? 0);
		for (const place of [20, 3]) first.pause(ids[place] ?? 0);
		await untilFacts(first, ({downloads}) => downloads.filter(({state: {kind}}) => kind === 'paused').length === 2);
		await first.close();
		expect(await first.unfinished()).toEqual({going: 38, paused: 2});
		const running = numbers.slice(0, 16).filter(rfc => rfc !== 4);
		const second = all.add({name: 'getter', pace: crawl});
		await untilFacts(second, ({downloads}) => downloads.length === 40);
		const order = added(second);
		expect(order.slice(0, 15)).toEqual(running);
		// The place of the paused one was taken by the raised one.
		expect(order.slice(15)).toEqual([40, ...numbers.slice(16, 39).filter(rfc => rfc !== 21), 4, 21]);
		second.setPace(undefined);
		const {downloads} = await untilFacts(second, ({got}) => got === 38);
		const paused = downloads.filter(({state: {kind}}) => kind === 'paused');
		expect(paused.map(({rfc}) => rfc).sort((a, b) => a - b)).toEqual([4, 21]);
		// Where it comes from is said again, though it was not remembered.
		const came = downloads.filter(({state: {kind}}) => kind === 'done');
		expect(new Set(came.map(({source}) => source.host))).toEqual(new Set(['holder']));
		for (const {id} of paused) second.resume(id);
		await untilFacts(second, ({got}) => got === 40);
		await second.close();
		expect(await second.unfinished()).toEqual({going: 0, paused: 0});
		expect(await inFile(all)).toEqual([]);
	});

	it('go on after a kill', async () => {
		await using all = await swarm({peers: 0});
		await holder(all, 'holder', numbers);
		const first = all.add({name: 'getter', pace: crawl});
		await getAll(first, numbers);
		await until(async () => (await inFile(all)).length === 40);
		// What is on the disk at this moment is what a kill leaves; again where a file got its name in that moment.
		const copy = async () => cp(all.folder.at('getter'), all.folder.at('heir'), {recursive: true});
		await until(() =>
			copy().then(
				() => true,
				() => false,
			),
		);
		const second = all.add({name: 'heir'});
		await untilFacts(second, ({got}) => got === 40);
		expect(second.facts().warnings).toEqual([]);
	});

	it('keep the version that was chosen', async () => {
		await using all = await swarm({peers: 0});
		await holder(all, 'one', [7], {lines: 20});
		await holder(all, 'two', [7], {lines: 30});
		for (const chosen of ['one', 'two']) {
			const name = `chooses-${chosen}`;
			const first = all.add({name, pace: crawl});
			await getAll(first, [7], chosen);
			await first.close();
			const second = all.add({name});
			await untilFacts(second, ({got}) => got === 1);
			const came = await readFile(all.folder.at(name, 'downloads', 'rfc7.txt'));
			expect(came).toEqual(await readFile(all.folder.at(chosen, 'rfcs', 'rfc7.txt')));
			await second.close();
		}
	});

	it('are forgotten without a word where the document has arrived in between', async () => {
		await using all = await swarm({peers: 0});
		await holder(all, 'holder', [1, 2]);
		const first = all.add({name: 'getter', pace: crawl});
		await getAll(first, [1, 2]);
		await first.close();
		await cp(all.folder.at('holder', 'rfcs', 'rfc1.txt'), all.folder.at('getter', 'downloads', 'rfc1.txt'));
		const second = all.add({name: 'getter'});
		const facts = await untilFacts(second, ({got}) => got === 1);
		expect(facts.downloads.map(({rfc}) => rfc)).toEqual([2]);
		expect(facts.warnings).toEqual([]);
	});

	it('begin when a holder joins, if nobody is there at the start', async () => {
		await using all = await swarm({peers: 0});
		const sharing = await holder(all, 'holder', [1, 2], {port: await unusedPort()});
		const first = all.add({name: 'getter', pace: crawl});
		await getAll(first, [1, 2]);
		await Promise.all([first.close(), sharing.close()]);
		// Twice: what found nobody is remembered, too.
		for (let start = 0; start < 2; start++) {
			const peer = all.add({name: 'getter'});
			await untilFacts(peer, ({downloads}) => downloads.filter(({state: {kind}}) => kind === 'failed').length === 2);
			if (start === 1) await holder(all, 'late', [1, 2]);
			if (start === 1) await untilFacts(peer, ({got}) => got === 2);
			await peer.close();
			expect(await peer.unfinished()).toEqual({going: start === 0 ? 2 : 0, paused: 0});
		}
	});

	it('begin when their holder is back, if it had left, and are remembered until then', async () => {
		await using all = await swarm({peers: 0});
		const sharing = await holder(all, 'holder', [7], {port: await unusedPort()});
		const peer = all.add({name: 'getter'});
		const record = await declared(peer, 7);
		await sharing.close();
		peer.get(record);
		const {downloads} = await untilFacts(peer, facts => facts.downloads[0]?.state.kind === 'failed');
		expect(downloads[0]?.state).toMatchObject({failure: {kind: 'peer-refused', from: 'holder'}, awaits: true});
		await until(async () => (await inFile(all)).includes(7));
		await holder(all, 'holder', [7]);
		const facts = await untilFacts(peer, ({got}) => got === 1);
		expect(facts.downloads).toHaveLength(1);
	});

	it('begin when who lacked the document announces it again', async () => {
		await using all = await swarm({peers: 0});
		const sharing = await holder(all, 'holder', [7]);
		const peer = all.add({name: 'getter'});
		const record = await declared(peer, 7);
		await sharing.remove(7);
		peer.get(record);
		const {downloads} = await untilFacts(peer, facts => facts.downloads[0]?.state.kind === 'failed');
		expect(downloads[0]?.state).toMatchObject({failure: {kind: 'peer-lacks', from: 'holder'}, awaits: true});
		await sharing.add({rfc: 7});
		const facts = await untilFacts(peer, ({got}) => got === 1);
		expect(facts.downloads).toHaveLength(1);
	});

	it('await nobody who sent something else: only what may pass is awaited', async () => {
		await using all = await swarm({peers: 0});
		await using mallory = await uploader('mallory', asked => honest(asked, Buffer.from('other')));
		const peer = all.add({name: 'getter'});
		await peer.ready;
		peer.get(mallory.record(9, Buffer.from('text')));
		const {downloads} = await untilFacts(peer, facts => facts.downloads[0]?.state.kind === 'failed');
		expect(downloads[0]?.state).not.toHaveProperty('awaits');
		await peer.close();
		expect(await peer.unfinished()).toEqual({going: 0, paused: 0});
	});

	it('come from their holder alone where no digest is declared', async () => {
		await using all = await swarm({peers: 0});
		await using carol = await uploader('carol', ({socket, turn}) => {
			if (turn > 0) socket.end('P2P-CI/1.0 200 OK\r\nContent-Length: 4\r\n\r\ntext');
		});
		const first = all.add({name: 'getter'});
		await first.ready;
		first.get(carol.record(9));
		await until(() => carol.asked.length === 1);
		await first.close();
		const second = all.add({name: 'getter'});
		const {downloads} = await untilFacts(second, ({got}) => got === 1);
		expect(downloads[0]).toMatchObject({title: 'Title of 9', source: {host: 'carol', port: carol.port}});
	});

	it('are not lost by an end before the peer has joined', async () => {
		await using all = await swarm({peers: 0});
		await mkdir(all.folder.at('getter'));
		const record = {
			host: '',
			address: '',
			port: 0,
			rfc: 7,
			title: 'Seven',
			size: 4,
			digest: digestOfBytes(Buffer.from('text')),
		};
		await writeFile(fileOf(all), rememberedText([{record}]));
		await all.server.close();
		const peer = all.add({name: 'getter'});
		await peer.ready.catch(() => {});
		await peer.close();
		expect(await peer.unfinished()).toEqual({going: 1, paused: 0});
		const early = all.add({name: 'getter'});
		await early.close();
		expect(await early.unfinished()).toEqual({going: 1, paused: 0});
		expect(await inFile(all)).toEqual([7]);
	});

	it('belong to the first of two programs with the same name, as all that is remembered, which the second one says', async () => {
		await using all = await swarm({peers: 0});
		await using other = await swarm({peers: 0});
		await holder(all, 'holder', numbers);
		await holder(other, 'holder', [101]);
		const first = all.add({name: 'getter', pace: crawl});
		await getAll(first, numbers);
		await until(async () => (await inFile(all)).length === 40);
		first.want(501);
		await first.add({rfc: 900, file: all.folder.at('holder', 'rfcs', 'rfc1.txt')});
		await first.remove(900);
		const kept = () =>
			Promise.all(['wanted.json', 'memory.json'].map(name => readFile(all.folder.at('getter', name), 'utf8')));
		const before = await until(async () => {
			const [wanted = '', memory = ''] = await kept().catch(() => []);
			return wanted.includes('501') && memory.includes('"removed":[900]') && [wanted, memory];
		});
		const places = {downloads: all.folder.at('getter', 'other'), memory: all.folder.at('getter', 'memory.json')};
		const second = other.add({name: 'getter', pace: crawl, ...places});
		await getAll(second, [101]);
		expect(second.facts().wanted).toEqual([501]);
		second.want(502);
		await second.add({rfc: 901, file: all.folder.at('holder', 'rfcs', 'rfc1.txt')});
		await second.remove(901);
		await second.close();
		expect(second.facts().warnings).toEqual([{kind: 'name-runs', name: 'getter'}]);
		expect(await second.unfinished()).toEqual({going: 0, paused: 0});
		expect(await inFile(all)).toEqual(numbers);
		expect(await kept()).toEqual(before);
	});

	it.skipIf(process.platform !== 'linux')('go on when nothing could be saved', async () => {
		await using all = await swarm({peers: 0});
		await holder(all, 'holder', numbers);
		// Even the superuser makes no folder there.
		const first = all.add({name: 'getter', downloads: '/sys/p2pci'});
		await getAll(first, numbers);
		const {downloads} = await untilFacts(first, ({downloads}) =>
			downloads.every(({state}) => state.kind === 'failed' && downloads.length === numbers.length),
		);
		expect(downloads[0]?.state).toMatchObject({failure: {kind: 'write-failed', wholeFolder: true}});
		await first.close();
		expect(await first.unfinished()).toEqual({going: numbers.length, paused: 0});
		const second = all.add({name: 'getter'});
		await untilFacts(second, ({got}) => got === numbers.length);
	});

	it('are not promised where they cannot be remembered, which is said once', async () => {
		await using all = await swarm({peers: 0});
		await holder(all, 'holder', numbers);
		const first = all.add({name: 'getter', pace: crawl});
		await first.ready;
		await rm(fileOf(all), {force: true});
		// A folder in the place of the file: even the superuser cannot write it.
		await mkdir(fileOf(all), {recursive: true});
		const ids = await getAll(first, numbers.slice(0, 30));
		await untilFacts(first, ({warnings}) => warnings.length > 0);
		first.drop(ids[29] ?? 0);
		await getAll(first, numbers.slice(30));
		await first.close();
		expect(first.facts().warnings).toEqual([
			{kind: 'memory-not-writable', file: fileOf(all), reason: 'it is a folder'},
		]);
		expect(await first.unfinished()).toEqual({going: 0, paused: 0});
	});

	it('are forgotten with a sentence where the file is no such file', async () => {
		await using all = await swarm({peers: 0});
		for (const text of ['', 'null', '[]', '{"downloads":7}', '{"downloads":[', '\0'.repeat(1e6)]) {
			await mkdir(all.folder.at('getter'), {recursive: true});
			await writeFile(fileOf(all), text);
			const peer = all.add({name: 'getter'});
			await peer.ready;
			const reason = expect.stringMatching(/ is kept as queue\.json\.old\d?$/);
			expect(peer.facts().warnings).toEqual([{kind: 'memory-unreadable', file: fileOf(all), reason}]);
			await peer.close();
		}
	});
});
