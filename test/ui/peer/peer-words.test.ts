import {describe, expect, it} from 'vitest';
import type {Download, DownloadState, PeerFacts, Upload} from '../../../source/peer/peer-state.ts';
import {sentence} from '../../../source/text/failures.ts';
import type {Context} from '../../../source/ui/keys.ts';
import type {PeerTab} from '../../../source/ui/layout/peer.ts';
import {leaveHint, leaveQuestion, mostWords, openingWords, peerWords} from '../../../source/ui/peer/peer-words.ts';
import {say} from '../../../source/ui/said.ts';
import {unstyled} from '../../../source/ui/theme.ts';
import {theme} from '../helpers/stage.ts';

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

const question = (downloads: readonly Download[], uploads: readonly Upload[] = [], remembers = true): string =>
	leaveQuestion({downloads, uploads, remembers} as unknown as PeerFacts);

describe('what can be answered', () => {
	it('tells how long the running transfers still take, where that can be told', () => {
		const hint = (downloads: readonly Download[]): string =>
			leaveHint({downloads, uploads: []} as unknown as PeerFacts);
		expect(hint([download(1, {kind: 'running', received: 10, total: 90, rate: 20})])).toContain('(about 4 s)');
		expect(hint([download(1, {kind: 'running', received: 10, total: 90, rate: 0})])).not.toContain('about');
		expect(hint([download(1, {kind: 'connecting'})])).not.toContain('about');
		// Of a document that is asked for in parts, the rest of it, not of the part.
		const upload = {state: 'running', sent: 10, total: 20, whole: 90, rate: 20};
		expect(leaveHint({downloads: [], uploads: [upload]} as unknown as PeerFacts)).toContain('(about 4 s)');
	});
});

describe('the question before leaving', () => {
	it('names what stops and who loses what', () => {
		const running: DownloadState = {kind: 'running', received: 43, total: 100, rate: 1};
		expect(question([download(2616, running)], [upload(7540, 'carol', 'running'), upload(1, 'dave', 'done')])).toBe(
			'Quit now? RFC 2616 stops at 43%; carol may lose RFC 7540, which you are sending. Downloads go on at the next start.',
		);
	});

	it('counts what is too much to name', () => {
		const connecting: DownloadState = {kind: 'connecting'};
		expect(question([1, 2, 3, 4, 5].map(rfc => download(rfc, connecting)))).toBe(
			'Quit now? RFC 1 stops; RFC 2 stops; RFC 3 stops. And 2 more. Downloads go on at the next start.',
		);
	});

	it('says what becomes of the queue', () => {
		const queued: DownloadState = {kind: 'queued', received: 0};
		const all = [download(1, {kind: 'connecting'}), download(2, queued), download(3, queued)];
		expect(question(all)).toBe(
			'Quit now? RFC 1 stops. Downloads go on at the next start, and so do 2 RFCs in the queue.',
		);
		expect(question([], [upload(7540, 'carol', 'running')])).not.toContain('next start');
	});

	it('promises nothing where nothing is remembered, as in a demonstration', () => {
		expect(question([download(1, {kind: 'connecting'})], [], false)).toBe('Quit now? RFC 1 stops.');
	});

	it('says so when all is done before it is answered', () => {
		const done: DownloadState = {kind: 'cancelled', received: 0};
		expect(question([download(1, done)])).toBe('Quit now? Nothing is running any more.');
	});
});

describe('the first words', () => {
	it('teach what to begin with, by how the peer stands', () => {
		const joined = {session: {kind: 'joined', protocol: '1.1'}, shared: 3, notShared: 0, samples: true};
		const first = (
			facts: Partial<PeerFacts>,
			isLive: boolean,
			contexts: readonly Context[] = ['menu', 'peer'],
			tab: PeerTab = 'search',
		): string => openingWords({...joined, ...facts} as PeerFacts, {isLive, contexts, tab}).text;
		expect(first({}, true)).toMatch(/^\/ finds among all shared RFCs/);
		expect(first({}, false)).toMatch(/^1-6 choose from the menu/);
		const nothing = 'searching and getting work all the same.';
		expect(first({shared: 0}, true)).toBe(
			`You share no RFC yet; ${nothing} s copies p2pci's own sample documents here, or start with --rfcs FOLDER.`,
		);
		expect(first({shared: 0, folder: './rfcs'}, true)).toBe(
			`./rfcs holds no rfcNNNN.txt, so you share nothing; ${nothing} s copies p2pci's own sample documents here, or start with --rfcs FOLDER.`,
		);
		expect(first({shared: 0, notShared: 1}, true)).toMatch(/^\/ finds/);
		const hint = '? shows all keys.';
		const hinted = (facts: object): string =>
			openingWords({...joined, ...facts} as PeerFacts, {isLive: true, contexts: [], tab: 'search', hint}).text;
		expect(hinted({})).toBe('/ finds among all shared RFCs, enter gets one. ? shows all keys.');
		expect(hinted({session: {kind: 'connecting'}})).toBe(hint);
		// Among the results the key sorts.
		expect(first({shared: 0}, true, ['results', 'list', 'peer'])).toContain(`${nothing} 1 shares one, or`);
		expect(first({shared: 0, samples: false, folder: './rfcs'}, true)).toContain(`${nothing} 1 shares one, or`);
		expect(first({shared: 0, samples: false}, true)).toMatch(/^\/ finds among all shared RFCs/);
		for (const session of [
			{kind: 'connecting'},
			{kind: 'waiting', failure: {kind: 'not-joined'}, retryAt: 0},
		] as const) {
			expect(first({shared: 0, session}, false)).toBe('1-6 choose from the menu; what you have is in Library.');
			expect(first({shared: 0, session}, false, ['library', 'peer'], 'library')).toBe('1-6 choose from the menu.');
		}
	});

	it('tell of the list of all RFCs only where it is', () => {
		const facts = {session: {kind: 'joined', protocol: '1.1'}, shared: 3} as PeerFacts;
		const first = (tab: PeerTab, hint?: string): string =>
			openingWords(facts, {isLive: true, contexts: ['peer'], tab, hint}).text;
		expect(first('search')).toBe('/ finds among all shared RFCs, enter gets one; 1-6 choose from the menu.');
		expect(first('network')).toBe('1-6 choose from the menu.');
		expect(first('network', '? shows all keys.')).toBe('? shows all keys.');
	});
});

describe('the rows of plain words', () => {
	const failure = {kind: 'server-lost', host: '127.0.0.1', port: 5555, reason: 'connection refused'} as const;
	const facts = {session: {kind: 'waiting', failure, retryAt: 3000}} as unknown as PeerFacts;
	const size = {columns: 40, rows: 12};
	const wide = {columns: 200, rows: 30};
	const rows = (opening: boolean): readonly string[] =>
		peerWords({facts, said: say('What to do.'), opening, task: undefined, now: 0}, {size, theme});

	it('leave out in a low terminal what to begin with, for what is wrong', () => {
		expect(rows(true).length).toBe(mostWords(size.rows));
		expect(rows(true).join('')).not.toContain('What to do.');
	});

	it('name no key while a field has the keys', () => {
		const undo = {kind: 'removed', rfc: 7} as const;
		const words = (facts: PeerFacts, typing: boolean): string =>
			peerWords({facts, said: say('Done.'), undo, typing, task: undefined, now: 0}, {size: wide, theme}).join('');
		const taken = {kind: 'name-taken', name: 'bob', freeIn: 9} as const;
		const waits = {session: {kind: 'waiting', failure: taken, retryAt: 9000}} as unknown as PeerFacts;
		const keys = /r tries now|q leaves|u shares/;
		for (const each of [facts, waits]) {
			expect(words(each, false)).toMatch(keys);
			expect(words(each, true)).not.toMatch(keys);
		}
		expect(words(waits, true)).toContain('You then join by yourself.');
	});

	it('name the tab that shows what the index server refused', () => {
		const refused = {kind: 'server-refused', request: 'JOIN', code: 503, phrase: 'Service Unavailable'} as const;
		const waits = {session: {kind: 'waiting', failure: refused, retryAt: 3000}} as unknown as PeerFacts;
		const words = peerWords({facts: waits, said: say(''), task: undefined, now: 0}, {size: wide, theme});
		expect(words.map(unstyled).join(' ')).toContain(
			'The server refused JOIN: 503 Service Unavailable. The Wire tab shows the request and the answer.',
		);
	});

	it('answer in full, with fewer sentences about what is wrong, each of them whole', () => {
		const lost = {session: {kind: 'waiting', failure: {...failure, retryIn: 3, peer: true}, retryAt: 3000}};
		const answer = 'RFC 9110 is here, 491 KiB from lib, SHA-256 right. You share it now; enter on it reads it.';
		const words = (text: string): readonly string[] =>
			peerWords(
				{facts: lost as unknown as PeerFacts, said: say(text), task: undefined, now: 0},
				{size: {columns: 80, rows: 24}, theme},
			).map(row => unstyled(row).trim());
		expect(words(answer)).toEqual([
			'✗ Lost the index server at 127.0.0.1:5555 (connection refused). Trying again',
			'in 3 s.',
			'RFC 9110 is here, 491 KiB from lib, SHA-256 right. You share it now; enter on',
			'it reads it.',
		]);
		expect(words('Done.').join(' ')).toMatch(/searching waits\. \(r tries now\.\) Done\.$/);
		expect(words('Done.').length).toBe(words(answer).length);
		const again = sentence({...failure, retryIn: 2, peer: true});
		expect(words(again).at(-2)).toMatch(/now\.\)$/);
		expect(words(again).at(-1)).toBe('Lost the index server at 127.0.0.1:5555 (connection refused).');
	});

	it('always have a row for what an action said', () => {
		expect(rows(false).length).toBe(mostWords(size.rows));
		expect(rows(false).at(-1)).toContain('What to do.');
	});
});
