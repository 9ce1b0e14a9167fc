/** A peer made of plain data, for screens: it records what it is asked, and answers when the test says so. */
import {WireLog} from '../../../source/net/wire-log.ts';
import {IndexTable} from '../../../source/peer/index/index-table.ts';
import type {IndexWindowSource} from '../../../source/peer/index/index-window-source.ts';
import type {Peer} from '../../../source/peer/peer.ts';
import type {AddRequest, Candidate, Download, LibraryEntry, PeerFacts} from '../../../source/peer/peer-state.ts';
import type {PeerRecord, RfcRecord} from '../../../source/protocol/message.ts';
import type {Standing} from '../../../source/rfc/standing.ts';
import type {FailureError} from '../../../source/text/failures.ts';
import {arraySource} from '../../../source/ui/kit/table-view.ts';
import {noon, record} from './fake-server.ts';
import {until} from './stage.ts';

export const entry = (rfc: number, shared = true): LibraryEntry => ({
	rfc,
	title: `Title of ${rfc}`,
	file: `/rfcs/rfc${rfc}.txt`,
	bytes: 54_000 + rfc,
	modified: noon,
	shared,
});

export const download = (id: number, rfc: number, state: Download['state'], host = 'alice'): Download => ({
	id,
	rfc,
	title: `Title of ${rfc}`,
	source: {host, address: '192.168.1.31', port: 6001},
	sources: [],
	started: noon,
	state,
});

const noStanding: Omit<Standing, 'rfc'> = {
	obsoletes: [],
	obsoletedBy: [],
	updates: [],
	updatedBy: [],
	issue: 'unknown',
	from: {index: false, heads: false},
};

/** A live copy of the index: change `all`, then call `changed`. */
export class FakeIndex implements IndexWindowSource {
	/** Peers whose ports do not answer. */
	readonly unreachable = new Set<string>();
	state: IndexWindowSource['state'] = 'live';
	all: readonly RfcRecord[];
	readonly #listeners = new Set<() => void>();

	constructor(all: readonly RfcRecord[]) {
		this.all = all;
	}

	get counts(): IndexWindowSource['counts'] {
		const distinct = (of: (one: RfcRecord) => unknown): number => new Set(this.all.map(of)).size;
		return {rfcs: distinct(({rfc}) => rfc), records: this.all.length, peers: distinct(({host}) => host)};
	}

	rfcs(query: Parameters<IndexWindowSource['rfcs']>[0]): ReturnType<IndexWindowSource['rfcs']> {
		return this.#table().rfcs(query);
	}

	records(query: Parameters<IndexWindowSource['records']>[0]): ReturnType<IndexWindowSource['records']> {
		return arraySource(this.all, {keyOf: one => `${one.rfc} ${one.host}`, textOf: one => one.title})(query);
	}

	holdersOf(rfc: number): readonly RfcRecord[] {
		return this.all.filter(one => one.rfc === rfc);
	}

	recordsOf(...query: Parameters<IndexWindowSource['recordsOf']>): ReturnType<IndexWindowSource['records']> {
		return this.#table().recordsOf(...query);
	}

	peers(): readonly PeerRecord[] {
		return [...Map.groupBy(this.all, ({host}) => host)].map(([host, held]) => ({
			host,
			address: held[0]?.address ?? '',
			port: held[0]?.port ?? 0,
			rfcs: held.length,
			version: '1.1',
			reachable: !this.unreachable.has(host),
			joined: '2026-11-23T10:00:00Z',
			seen: '2026-11-23T10:42:00Z',
		}));
	}

	refreshPeers(): void {}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	changed(): void {
		for (const listener of this.#listeners) listener();
	}

	#table(): IndexTable {
		const table = new IndexTable({defer: call => call(), onProgress: () => {}, onAdded: () => {}});
		for (const one of this.all) table.put(one);
		return table;
	}
}

export class FakePeer implements Peer {
	readonly wire = new WireLog();
	/** The calls, in order: `get 2616 alice`. */
	readonly calls: string[] = [];
	entries: LibraryEntry[] = [entry(1945), entry(2818), entry(7540, false)];
	records: RfcRecord[] = [record(2616, 'alice'), record(2616, 'dave', {address: '192.168.1.34', port: 6004})];
	/** If set, requests wait for it. */
	gate: Promise<void> | undefined;
	/** If set, requests fail with it. */
	failure: FailureError | undefined;
	/** A live copy of the index; absent with a 1.0 server. */
	live: FakeIndex | undefined;
	text = 'RFC 1945\n\nHypertext Transfer Protocol\n';
	/** Documents with a special text. */
	readonly texts = new Map<number, string>();
	readonly places = new Map<number, number>();
	/** The known standings of RFCs. */
	readonly standings = new Map<number, Partial<Standing>>();
	/** Response times of peers in milliseconds, by port. */
	readonly answers = new Map<number, number>();
	#facts: PeerFacts = {
		name: 'bob',
		server: '192.168.1.20:5555',
		uploadPort: 6002,
		address: '192.168.1.32',
		session: {kind: 'joined', protocol: '1.1', reachable: true},
		shared: 2,
		notShared: 1,
		samples: false,
		remembers: true,
		got: 3,
		gotBytes: 1_150_000,
		sent: 12,
		downloads: [],
		wanted: [],
		uploads: [],
		standings: 0,
		warnings: [],
	};
	readonly #listeners = new Set<() => void>();

	/** Resolves when it has been called like this. */
	called(call: string): Promise<void> {
		return until(
			() => this.calls.includes(call),
			() => `Not called: ${call}; but ${this.calls.join(', ')}`,
		);
	}

	facts(): PeerFacts {
		return this.#facts;
	}

	change(change: Partial<PeerFacts>): void {
		this.#facts = {...this.#facts, ...change};
		for (const listener of this.#listeners) listener();
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	async lookup(rfc: number, signal: AbortSignal): Promise<readonly RfcRecord[]> {
		await this.#asked(`lookup ${rfc}`, signal);
		return this.records.filter(one => one.rfc === rfc);
	}

	async list(signal: AbortSignal): Promise<readonly RfcRecord[]> {
		await this.#asked('list', signal);
		return this.records;
	}

	index(): FakeIndex | undefined {
		return this.live;
	}

	library(): readonly LibraryEntry[] {
		return this.entries;
	}

	has(rfc: number): boolean {
		return this.entries.some(one => one.rfc === rfc);
	}

	async addSamples(): Promise<readonly LibraryEntry[]> {
		await this.#asked('add samples');
		return this.entries;
	}

	async inspect(file: string): Promise<Candidate> {
		await this.#asked(`inspect ${file}`);
		return {rfc: 9999, title: 'Title from the text', file};
	}

	async add(request: AddRequest): Promise<LibraryEntry> {
		await this.#asked(`add ${request.rfc} ${request.title ?? '-'} ${request.file ?? '-'}`);
		return {...entry(request.rfc), title: request.title ?? ''};
	}

	async remove(rfc: number): Promise<void> {
		await this.#asked(`remove ${rfc}`);
	}

	get(wanted: RfcRecord): number {
		this.calls.push(`get ${wanted.rfc} ${wanted.host}`);
		const known = this.#facts.downloads.find(({rfc, source}) => rfc === wanted.rfc && source.host === wanted.host);
		return known?.id ?? 0;
	}

	drop(id: number): void {
		this.calls.push(`drop ${id}`);
	}

	retry(id: number): void {
		this.calls.push(`retry ${id}`);
	}

	async replace(id: number): Promise<void> {
		await this.#asked(`replace ${id}`);
	}

	setPace(bytesPerSecond: number | undefined): void {
		this.calls.push(`pace ${bytesPerSecond ?? 'full'}`);
		const {pace: _, ...rest} = this.#facts;
		this.#facts = bytesPerSecond === undefined ? rest : {...rest, pace: bytesPerSecond};
		this.change({});
	}

	pause(id: number): void {
		this.calls.push(`pause ${id}`);
	}

	resume(id: number): void {
		this.calls.push(`resume ${id}`);
	}

	retryAllFailed(): void {
		this.calls.push('retry all failed');
	}

	queue(): readonly number[] {
		return this.#facts.downloads.flatMap(({id, state}) => (state.kind === 'queued' ? [id] : [])).toReversed();
	}

	raise(id: number): void {
		this.calls.push(`raise ${id}`);
	}

	want(rfc: number): void {
		this.calls.push(`want ${rfc}`);
	}

	unwant(rfc: number): void {
		this.calls.push(`unwant ${rfc}`);
	}

	reconnect(): void {
		this.calls.push('reconnect');
	}

	/** What `tellUploads` brings into the facts. */
	begun: PeerFacts['uploads'] = [];

	tellUploads(): void {
		if (this.begun.length > 0) this.change({uploads: this.begun});
		this.begun = [];
	}

	answerMs({port}: Pick<RfcRecord, 'address' | 'port'>): number | undefined {
		return this.answers.get(port);
	}

	standingOf(rfc: number): Standing {
		return {...noStanding, rfc, ...this.standings.get(rfc)};
	}

	async read(rfc: number): Promise<string> {
		await this.#asked(`read ${rfc}`);
		return this.texts.get(rfc) ?? this.text;
	}

	placeIn(rfc: number): number | undefined {
		return this.places.get(rfc);
	}

	rememberPlace(rfc: number, line: number): void {
		this.places.set(rfc, line);
	}

	close(): Promise<void> {
		this.calls.push('close');
		return Promise.resolve();
	}

	async #asked(what: string, signal?: AbortSignal): Promise<void> {
		this.calls.push(what);
		signal?.addEventListener('abort', () => this.calls.push(`aborted ${what}`));
		await this.gate;
		if (this.failure !== undefined) throw this.failure;
	}
}

/** A peer in the middle of everything. */
export function busyPeer(): FakePeer {
	const peer = new FakePeer();
	peer.change({
		downloads: [
			download(4, 2616, {kind: 'running', received: 181_248, total: 422_279, rate: 61_440}),
			download(3, 9110, {kind: 'running', received: 357_376, total: 502_784, rate: 61_440}, 'lab-mirror'),
			download(2, 8881, {
				kind: 'failed',
				received: 183 * 1024,
				failure: {kind: 'closed-early', rfc: 8881, from: 'erin', received: 187_392, total: 1_561_600},
			}),
			download(
				1,
				9293,
				{kind: 'done', bytes: 264_192, seconds: 4.3, file: '/d/rfc9293.txt', verified: 'length'},
				'dave',
			),
		],
		uploads: [
			{id: 1, rfc: 7540, to: 'carol', started: noon, sent: 138_240, total: 209_920, rate: 61_440, state: 'running'},
		],
		pace: 61_440,
	});
	const asked = peer.wire.add({
		time: noon + 118,
		direction: 'sent',
		party: 'index server',
		summary: 'LOOKUP RFC 2616 P2P-CI/1.1',
		bytes: 30,
		text: 'LOOKUP RFC 2616 P2P-CI/1.1\r\n\r\n',
	});
	peer.wire.add({
		time: noon + 119,
		direction: 'received',
		party: 'index server',
		summary: 'P2P-CI/1.1 200 OK',
		status: 200,
		bytes: 1004,
		duration: 0.4,
		text: 'P2P-CI/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
		exchange: asked,
	});
	return peer;
}
