/** Strangers who send whatever may harm a terminal, and every pane that shows it: nothing of it arrives, and all goes on. */
import {mkdir, writeFile} from 'node:fs/promises';
import type {Socket} from 'node:net';
import {setTimeout} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {documentText} from '../helpers/documents.ts';
import {tornBorders} from '../helpers/geometry.ts';
import {controls, formats, names, trespasses} from '../helpers/hostile.ts';
import {startServer} from '../helpers/process.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal, type TerminalUnderTest} from '../helpers/terminal.ts';
import {until} from '../helpers/until.ts';
import {digestOfBytes, type Uploader, uploader} from '../helpers/uploader.ts';

const all = [...controls, ...formats];

/** One line of a head: what is a line end in it would end the field. */
const field = (text: string): string => text.replaceAll(/[\r\n]/g, ' ');

const hostileText = (rfc: number): string =>
	`${documentText(rfc, 'Attacks on Those Who Read')}\n\n${all.map((each, index) => `${index + 1}.  Section ${field(each)}\n\n   Text ${each} of [RFC${field(each)}]\n\n`).join('\f\n')}`;

const document = Buffer.from(hostileText(667));

/** What can be had from the strangers; the second comes so slowly that its end is worth a notice. */
const quickRfc = 667;
const slowRfc = 668;
const slowName = names[4] ?? '';

async function trickle(socket: Socket): Promise<void> {
	// Longer than the 10 s after which an end is worth a notice.
	const parts = 14;
	for (let part = 0; part < parts && !socket.destroyed; part++) {
		const start = Math.floor((document.length * part) / parts);
		socket.write(document.subarray(start, Math.floor((document.length * (part + 1)) / parts)));
		await setTimeout(900);
	}
}

/** An upload server that answers as nobody should. */
const mallory = (): Promise<Uploader> =>
	uploader('mallory', ({rfc, method, socket}) => {
		const strange = field(all[rfc % all.length] ?? '');
		if (rfc !== quickRfc && rfc !== slowRfc) {
			socket.end(`P2P-CI/1.1 404 ${strange}\r\nOS: ${strange}\r\n${strange}: x\r\nContent-Length: 0\r\n\r\n`);
			return;
		}
		const head = `OS: ${strange}\r\nRepr-Digest: ${digestOfBytes(document)}\r\nContent-Length: ${document.length}`;
		socket.write(`P2P-CI/1.1 200 ${strange}\r\n${head}\r\n\r\n`);
		if (method === 'HEAD') return;
		if (rfc === slowRfc) void trickle(socket);
		else socket.write(document);
	});

const firstRfc = 600;

/** Joins under every name, with every text in every field; what is refused is on the wire all the same. */
async function attackIndex(
	port: number,
	{quick, slow}: {readonly quick: number; readonly slow: number},
): Promise<AsyncDisposable> {
	const open = new AsyncDisposableStack();
	for (const [at, name] of names.entries()) {
		const client = open.use(await RawClient.connect({port}));
		const uploads = name === slowName ? slow : quick;
		const strange = (more: number) => field(all[(at + more) % all.length] ?? '');
		const about = `OS: ${strange(0)}\r\nUser-Agent: ${strange(1)}\r\nAddress: ${strange(2)}`;
		await client.send(`JOIN PEER P2P-CI/1.1\r\nHost: ${name}\r\nPort: ${uploads}\r\n${about}\r\n\r\n`);
		await client.send(
			`JOIN PEER P2P-CI/1.1\r\nHost: ${name}\r\nPort: ${uploads}\r\nOS: ${strange(0)}\r\nUser-Agent: ${strange(1)}\r\n\r\n`,
		);
		for (const [index, title] of all.entries()) {
			const rfc = firstRfc + index;
			await client.send(`ADD RFC ${rfc} P2P-CI/1.1\r\nHost: ${name}\r\nTitle: T ${field(title)}\r\n\r\n`);
		}
		const digest = `Size: ${document.length}\r\nRepr-Digest: ${digestOfBytes(document)}`;
		const title = `Title: Attacks ${field(formats[0] ?? '')}`;
		await client.send(
			`ADD RFC ${name === slowName ? slowRfc : quickRfc} P2P-CI/1.1\r\nHost: ${name}\r\n${title}\r\n${digest}\r\n\r\n`,
		);
		await client.send(`LOOKUP RFC 601 P2P-CI/1.0\r\nHost: ${strange(3)}\r\n\r\n`);
		await client.send(`SEARCH ALL P2P-CI/1.1\r\nQuery: ${strange(3)}\r\n\r\n`);
	}
	const classic = open.use(await RawClient.connect({port}));
	for (const name of names)
		await classic.send(
			`ADD RFC 666 P2P-CI/1.0\r\nHost: ${name}\r\nPort: ${quick}\r\nTitle: ${field(formats[3] ?? '')}\r\n\r\n`,
		);
	await garbage(port);
	return open;
}

/** What is no request, at any port. */
async function garbage(port: number): Promise<void> {
	for (const text of all) {
		await using client = await RawClient.connect({port});
		await client.send(
			`${text}\r\n\r\nGET ${text} HTTP/1.1\r\n\r\nGET RFC 1 P2P-CI/1.0\r\nHost: ${field(text)}\r\nOS: ${field(text)}\r\n\r\n`,
		);
		client.halfClose();
		await client.closed();
	}
}

/** What is over the others, of which only this one has to be whole. */
const overlays = /╭─ (?:Keys|Sure\?|Commands|Write|Find)[^─]*─/;

/** Looks at every picture that the terminal shows; gives what was wrong with the first that was not whole. */
function watched(terminal: TerminalUnderTest): () => string {
	let torn = '';
	terminal.watch(() => {
		if (torn !== '' || !terminal.isAlternate) return;
		const screen = terminal.screen();
		const found = tornBorders(terminal.cells(), overlays.test(screen));
		if (found.length > 0) torn = [...found, screen].join('\n');
	});
	return () => torn;
}

/** Keys, by name or, in quotes, typed; and what is on the screen after them. */
type Visit = readonly [keys: readonly string[], sight: RegExp];

async function visit(terminal: TerminalUnderTest, visits: readonly Visit[]): Promise<void> {
	for (const [keys, sight] of visits) {
		for (const each of keys) await (each.startsWith('"') ? terminal.type(each.slice(1)) : terminal.press(each));
		await terminal.waitFor(sight).catch(error => {
			throw new Error(`after ${keys.join(' ')}`, {cause: error});
		});
	}
}

/** Asks a peer for a document under every name, as slowly as it wants to send it. */
async function attackPeer(port: number): Promise<void> {
	await garbage(port);
	for (const [at, name] of names.entries()) {
		await using client = await RawClient.connect({port});
		await client.send(`GET RFC 700 P2P-CI/1.1\r\nHost: ${name}\r\nOS: ${field(all[at] ?? '')}\r\n\r\n`);
		await client.readThrough('\r\n\r\n');
	}
}

const times = (count: number, key: string): readonly string[] => Array.from({length: count}, () => key);

describe.each([
	[120, 36],
	[40, 12],
])('at %ix%i', (columns, rows) => {
	it('nothing that strangers send reaches the terminal of the server, and no border is torn', async () => {
		await using home = await temporaryFolder();
		const size = {home: home.path, columns, rows};
		await using server = startInTerminal(['server', '--host', '127.0.0.1', '--port', '0'], size);
		await server.ready();
		const port = Number(/127\.0\.0\.1:(\d+)/.exec(server.screen())?.[1]);
		await using quick = await mallory();
		await using slow = await mallory();
		await using _strangers = await attackIndex(port, {quick: quick.port, slow: slow.port});
		const torn = watched(server);
		await visit(server, [
			[['1', 'g'], /▸ /],
			[times(16, 'down'), /▸ /],
			[['g', 'i'], /Details|Peer/],
			[times(16, 'down'), /▸? /],
			[['escape', 's', 's', 'S'], /▼|▲/],
			[['enter', 'down'], /RFCs of /],
			[['enter'], /Peers with RFC/],
			[['escape', 'escape', '2', 'g'], /▸ +600/],
			[times(25, 'down'), /▸ +667/],
			[['/', '"🎉'], /620/],
			[['escape', '3', 'G', 'up', 'up', 'enter'], /Message/],
			[['E', 'N', 'N', 'N', 'N', 'N', 'N'], /Message/],
			[['x', 'n', 'n', 'n'], /bytes/],
			[['escape', 'l', 'up', 'up', 'up', 'page-up'], /adder/],
			[['escape', 'w'], /Write/],
			[['escape', '1', 'G', 'd'], /Sure\?/],
			[['n', ':', '"dis'], /[Dd]isconnect/],
			[['escape', 'escape'], /▸/],
		]);
		expect(torn()).toBe('');
		await visit(server, [[['q'], /Sure/]]);
		await server.press('y');
		expect(await server.exit).toEqual({code: 0});
		expect(trespasses(server.raw)).toEqual([]);
	});

	it('nor that of a peer, in any pane and in the reader', async () => {
		await using home = await temporaryFolder();
		await using index = await startServer({home: home.path});
		await using quick = await mallory();
		await using slow = await mallory();
		await using _strangers = await attackIndex(index.port, {quick: quick.port, slow: slow.port});
		await mkdir(home.at('own'));
		await writeFile(home.at('own', 'rfc700.txt'), hostileText(700));
		const flags = ['--upload-port', '0', '--host', '127.0.0.1', '--server', `127.0.0.1:${index.port}`];
		const args = ['peer', '--name', 'ｂｏｂ🇩🇪❤️', '--rfcs', home.at('own'), ...flags];
		await using bob = startInTerminal(args, {home: home.path, columns, rows});
		await bob.ready();
		await bob.waitFor('● joined');
		const torn = watched(bob);
		const port = Number(/:(\d{4,5})\b(?!.*127)/.exec(bob.line(0).replace(String(index.port), ''))?.[1]);
		await attackPeer(port);
		bob.send('\u001b[O');
		await visit(bob, [
			[['6', '"668', 'enter'], /◐ +668/],
			[['[', ']', '/', '"667'], /▸ +667/],
			[['enter', 'enter'], /667 .*● mine|● +667|✓ +667/],
			[['R'], /─ RFC 667: /],
			[[...times(6, 'page-down'), 'tab', 'tab', 't'], /─ Contents /],
			[[...times(6, 'down'), 'page-down', '/', '"PWN'], /PWN/],
			[['escape'], /─ Contents /],
			[['escape'], /─ RFC 667: /],
			[['/', '"PWN', 'enter', 'n', 'n', 'N'], / of 18/],
			[['escape'], /─ RFC 667: /],
			[['left', 'right', 'p', 'G', 'shift-tab', 'enter'], /─ RFC 667/],
			[['q'], /Find: 667/],
			[['escape'], /Find: \//],
			[times(25, 'down'), /▸ .*6\d\d/],
			[['g', 'i', ...times(5, 'down')], /╭─ Search: RFC 600 |8 holders/],
			[['escape'], /▸ +600/],
			[['enter'], /600 .*✗ failed|✗ +600|▸ +(?:◐ )?600/],
			[['down', 'enter'], /does not have RFC 601/],
			[[']'], /▸ +667 /],
			[['down', 'i'], /╭─ RFC 700 ─/],
			[['escape'], /▸ +700 /],
			[[']', 'g', 'i'], /╭─ Transfer(?:: RFC \d+)? ─/],
			[times(12, 'down'), /╭─ Transfer/],
			[['escape'], /▸ .*(?:60\d|66\d)/],
			[[']'], /╭─ Network ─/],
			[['g', ...times(10, 'down'), 'i'], /joined|seen/],
			[['escape'], /╭─ Network ─/],
			[['enter', 'down'], /6\d\d/],
			[['escape'], /╭─ Network ─/],
			[[']', 'G', ...times(8, 'up'), 'enter'], /─ Message/],
			[['E', ...times(8, 'N'), 'x', ...times(4, 'n')], /its bytes/],
			[['escape'], /─ Wire /],
			[['l', ...times(5, 'up'), 'page-up'], /adder/],
			[['escape'], /─ Wire /],
			[['w'], /╭─ Write/],
			[['escape'], /─ Wire /],
			[['?'], /╭─ Keys/],
			[['escape'], /─ Wire /],
			[[':', '"pe'], /Open|pe/],
			[['escape'], /─ Wire /],
		]);
		expect(torn()).toBe('');
		expect(trespasses(bob.raw)).toEqual([]);
		await until(() => bob.raw.includes('\u001b]9;p2pci: RFC 668 '));
		expect(trespasses(bob.raw)).toEqual([]);
	});
});
