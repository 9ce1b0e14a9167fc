import {describe, expect, it} from 'vitest';
import type {Download, DownloadState, PeerFacts, Upload} from '../../source/peer/peer-state.ts';
import {leaveHint, leaveQuestion, openingWords} from '../../source/ui/peer-words.ts';

const download = (rfc: number, state: DownloadState): Download => ({
	id: rfc,
	rfc,
	title: '',
	source: {host: 'alice', address: '127.0.0.1', port: 6001},
	sources: [],
	started: 0,
	state,
});

const upload = (rfc: number, to: string, state: Upload['state']): Upload => ({
	id: rfc,
	rfc,
	to,
	started: 0,
	sent: 1,
	total: 2,
	rate: 1,
	state,
});

const question = (downloads: readonly Download[], uploads: readonly Upload[] = []): string =>
	leaveQuestion({downloads, uploads} as unknown as PeerFacts);

describe('what can be answered', () => {
	it('tells how long the running transfers still take, where that can be told', () => {
		const hint = (downloads: readonly Download[]): string =>
			leaveHint({downloads, uploads: []} as unknown as PeerFacts);
		expect(hint([download(1, {kind: 'running', received: 10, total: 90, rate: 20})])).toContain('(about 4 s)');
		expect(hint([download(1, {kind: 'running', received: 10, total: 90, rate: 0})])).not.toContain('about');
		expect(hint([download(1, {kind: 'connecting'})])).not.toContain('about');
	});
});

describe('the question before leaving', () => {
	it('names what stops and who loses what', () => {
		const running: DownloadState = {kind: 'running', received: 43, total: 100, rate: 1};
		expect(question([download(2616, running)], [upload(7540, 'carol', 'running'), upload(1, 'dave', 'done')])).toBe(
			'Quit now? RFC 2616 stops at 43% (what came is kept); carol may lose RFC 7540, which you are sending.',
		);
	});

	it('counts what is too much to name', () => {
		const connecting: DownloadState = {kind: 'connecting'};
		expect(question([1, 2, 3, 4, 5].map(rfc => download(rfc, connecting)))).toBe(
			'Quit now? RFC 1 stops; RFC 2 stops; RFC 3 stops. And 2 more.',
		);
	});

	it('says so when all is done before it is answered', () => {
		const done: DownloadState = {kind: 'cancelled', received: 0};
		expect(question([download(1, done)])).toBe('Quit now? Nothing is running any more.');
	});
});

describe('the first words', () => {
	it('teach what to begin with, by how the peer stands', () => {
		const first = (facts: Partial<PeerFacts>, isLive: boolean): string =>
			openingWords({session: {kind: 'joined', protocol: '1.1'}, shared: 3, notShared: 0, ...facts} as PeerFacts, isLive)
				.text;
		expect(first({}, true)).toMatch(/^\/ finds among all shared RFCs/);
		expect(first({}, false)).toMatch(/^1-6 choose from the menu/);
		expect(first({shared: 0}, true)).toMatch(/^You share no RFC yet; .* --rfcs FOLDER/);
		expect(first({shared: 0, session: {kind: 'connecting'}}, false)).toMatch(/^1-6 choose from the menu/);
	});
});
