import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {displayWidth} from '../../../source/text/width.ts';
import {PeerApp} from '../../../source/ui/peer/peer-app.tsx';
import {ServerApp} from '../../../source/ui/server/server-app.tsx';
import {FakePeer} from '../helpers/fake-peer.ts';
import {busyServer, noon} from '../helpers/fake-server.ts';
import {key, type Stage, stage, theme, until} from '../helpers/stage.ts';
import {talk} from '../helpers/talk.ts';

let shown: Stage | undefined;
let folder = '';

beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'p2pci-wire-'));
});

afterEach(async () => {
	shown?.unmount();
	await rm(folder, {recursive: true, force: true});
});

/** Bob's screen after his conversation, the wire in front with the newest message under the cursor. */
async function bob(columns = 120, rows = 36): Promise<Stage> {
	const peer = new FakePeer();
	talk(peer.wire);
	shown = await stage(<PeerApp peer={peer} theme={theme} clock={() => noon} quit={() => {}} />, columns, rows);
	await shown.type('[');
	await shown.shows('closed after 7');
	return shown;
}

const cursorRow = (screen: Stage): string => screen.rows().find(row => row.includes('▸ 12:00')) ?? '';

async function server(columns = 120, rows = 36): Promise<Stage> {
	const index = busyServer();
	talk(index.wire);
	shown = await stage(<ServerApp server={index} theme={theme} clock={() => noon} quit={() => {}} />, columns, rows);
	await shown.type('3');
	return shown;
}

describe.each([
	['a peer', bob],
	['the index server', server],
])('the wire of %s', (_, open) => {
	it('tells each message with its way, status and size, signed', async () => {
		const screen = await open();
		await screen.shows('LOOKUP RFC 2616');
		expect(screen.text()).toMatch(/2 records +✓ 200/);
		expect(screen.text()).toMatch(/Not Found +✗ 404/);
		expect(screen.text()).toMatch(/closed after 7 of 18 bytes +✗/);
	});

	it('filters by keys, says what is left, and which keys there are', async () => {
		const screen = await open();
		await screen.type('/', 'status:4xx');
		await screen.shows('1 of ');
		await screen.hides('2 records');
		await screen.type(key.enter, key.esc, '/', 'colour:red');
		await screen.shows('no key colour: only peer: from: to:');
	});

	it('holds at space, counts what is new, and follows again at G', async () => {
		const screen = await open();
		await screen.shows('follows');
		await screen.type(' ');
		await screen.shows('paused, G follows');
		await screen.type(' ');
		await screen.hides('paused');
		await screen.type(key.up);
		await screen.shows('paused');
		await screen.type('G');
		await screen.hides('paused');
	});

	it('shows beside itself, first of all, the message under the cursor, also where that is an answer', async () => {
		const screen = await open(100, 24);
		await screen.type('/', 'method:GET peer:alice', key.enter);
		await screen.shows('P2P-CI/1.1 200 OK␍␊');
		await screen.type(key.up);
		await screen.shows('GET RFC 2616 P2P-CI/1.1␍␊');
	});

	it('tells the size of the message and how long it took, also in a narrow pane', async () => {
		const screen = await open(100, 30);
		await screen.type('/', 'rfc:2616 status:2xx', key.enter);
		await screen.shows('422,580 bytes,');
		await screen.shows('after 0.4 ms');
	});

	it('opens a message whole, explains it, shows its bytes, and goes through the conversation', async () => {
		const screen = await open();
		await screen.type('/', 'method:GET from:me peer:alice', key.enter, key.enter);
		await screen.shows('GET RFC 2616 P2P-CI/1.1␍␊');
		await screen.shows('send me the file');
		await screen.shows('answered by: 200 OK, 422,279 bytes (n)');
		await screen.type('E');
		await screen.shows('GET: Asks a peer for the document itself. (RFC 900003, 2)');
		await screen.type('x');
		await screen.shows('47 45 54 20 52 46 43');
		// One step back is the message as it was opened.
		await screen.type(key.esc);
		await screen.shows('send me the file');
		await screen.type('n');
		await screen.shows('P2P-CI/1.1 200 OK␍␊');
		await screen.type('n');
		await screen.shows('That is the newest message of this conversation.');
		await screen.type('N');
		await screen.shows('GET RFC 2616 P2P-CI/1.1␍␊');
		await screen.type(key.esc);
		await screen.shows('Wire');
	});
});

describe('a transcript', () => {
	it('writes what is shown to a file, and replaces none without a second Enter', async () => {
		const screen = await bob();
		const file = path.join(folder, 'a.txt');
		await writeFile(file, 'mine');
		const rename = async (name: string): Promise<void> => {
			await screen.shows('p2pci-wire-20260504-120000.txt');
			await screen.type(...Array.from({length: 30}, () => key.backspace), name);
		};
		await screen.type('/', 'peer:alice', key.enter, 'w');
		await screen.shows('Write 2 messages');
		await rename(file);
		await screen.type(key.enter);
		await screen.shows('is there already');
		expect(await readFile(file, 'utf8')).toBe('mine');
		await screen.type(key.enter);
		await screen.shows('2 messages written to');
		const text = await readFile(file, 'utf8');
		expect(text).toContain('--> alice :6001');
		expect(text).toContain('    GET RFC 2616 P2P-CI/1.1␍␊\n');
		await screen.type('w');
		await rename(path.join(folder, 'b.ndjson'));
		await screen.type(key.enter);
		await screen.hides('Write 2 messages');
		const lines = (await readFile(path.join(folder, 'b.ndjson'), 'utf8')).trim().split('\n');
		expect(lines.map(line => JSON.parse(line).party)).toEqual(['alice :6001', 'alice :6001']);
	});

	it('begins with the ladder where that is what is shown', async () => {
		const screen = await bob();
		const file = path.join(folder, 'ladder.txt');
		await screen.type('l', '/', 'peer:carol', key.enter, 'w');
		await screen.shows('Write 2 messages');
		await screen.type(...Array.from({length: 30}, () => key.backspace), file, key.enter);
		await screen.shows('2 messages written to');
		const text = await readFile(file, 'utf8');
		expect(text).toMatch(/^p2pci: 2 messages, filter peer:carol\n\n +me +index server +carol\n/);
		expect(text).toMatch(/│◄─+┼─+ GET RFC 7540 │\n[^\n]+═►│\n\n#5 /);
		expect(text).not.toContain('\u001b');
	});

	it('says in a sentence why a file cannot be written, and keeps the name', async () => {
		const screen = await bob();
		await screen.type(
			'w',
			...Array.from({length: 30}, () => key.backspace),
			path.join(folder, 'no', 'a.txt'),
			key.enter,
		);
		await screen.shows('cannot be written');
		await screen.type(key.esc);
		await screen.hides('cannot be written');
	});
});

describe('the ladder', () => {
	it('has the whole screen of a peer, the cursor of the wire, and opens messages', async () => {
		const screen = await bob();
		await screen.type('l');
		await screen.shows('me  ');
		await screen.shows('│ LOOKUP RFC 2616 ─');
		await screen.hides('1 Add RFC');
		expect(screen.rows().find(row => row.includes('▸'))).toContain('closed after 7 of 18 bytes');
		await screen.type(key.up, key.enter);
		await screen.shows('P2P-CI/1.1 404 Not Found␍␊');
		await screen.type(key.esc);
		await screen.shows('◄─');
		expect(screen.rows().find(row => row.includes('▸'))).toContain('✗ 404 Not Found');
		await screen.type('/', 'peer:alice', key.enter);
		await screen.hides('carol');
		await screen.type(key.esc, key.esc);
		await screen.shows('1 Add RFC');
	});

	it('opens the message under the cursor to explain it, where nothing else shows it', async () => {
		const screen = await bob(40, 12);
		await screen.type('l', key.up, 'E');
		await screen.shows('Message, explained');
		await screen.shows('P2P-CI/1.1: The newer');
		await screen.type(key.esc);
		await screen.shows('Wire: ladder');
	});

	it('can be asked for from any pane of the server', async () => {
		const screen = await server();
		await screen.type('1', 'l');
		await screen.shows('index server');
		await screen.shows('◄─');
		await screen.hides('1 Peers ──');
		await screen.type('l');
		await screen.shows('1 Peers');
		await screen.type('l');
		await screen.hides('1 Peers ──');
		await screen.type('q');
		await screen.shows('1 Peers ──');
	});
});

const sizes = [
	[30, 8],
	[31, 9],
	[40, 12],
	[60, 16],
	[99, 23],
	[200, 50],
] as const;

describe('at every size', () => {
	it.each([
		['a peer', bob],
		['the index server', server],
	])('ladder, messages and the question for a file fit into the screen of %s', async (_, open) => {
		const screen = await open();
		const steps = [['l'], [key.enter], ['E'], ['x'], ['w']] as const;
		for (const step of steps) {
			screen.resize(120, 36);
			await screen.type(...step);
			for (const [columns, rows] of sizes) {
				screen.resize(columns, rows);
				const fits = (): boolean =>
					screen.rows().length === rows && screen.rows().every(row => displayWidth(row) <= columns);
				await until(fits, () => `Not within ${columns}x${rows} after ${step}:\n${screen.text()}`);
			}
		}
		await screen.shows('Write 1 message');
	});
});

describe('the cursor of the wire', () => {
	it('stays on its message while others come', async () => {
		const peer = new FakePeer();
		talk(peer.wire);
		shown = await stage(<PeerApp peer={peer} theme={theme} clock={() => noon} quit={() => {}} />, 120, 36);
		await shown.type('[', key.up);
		const before = cursorRow(shown);
		expect(before).toContain('Not Found');
		for (let count = 0; count < 1500; count++) {
			peer.wire.add({time: noon, direction: 'sent', party: 'x', summary: `more ${count}`, bytes: 1, text: ''});
		}
		await shown.shows('1,500 new');
		expect(cursorRow(shown)).toContain('Not Found');
		await shown.type('G');
		await until(
			() => cursorRow(shown as Stage).includes('more 1499'),
			() => shown?.text() ?? '',
		);
	});
});
