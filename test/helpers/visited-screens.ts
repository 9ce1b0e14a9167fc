/** The screens of a server and of a peer that strangers attack, and walks through all their panes. */
import {mkdir, writeFile} from 'node:fs/promises';
import {tornBorders} from './geometry.ts';
import {startServer} from './process.ts';
import {attackIndex, attackPeer, hostileText} from './strangers.ts';
import type {TemporaryFolder} from './temp.ts';
import {startInTerminal, type TerminalUnderTest} from './terminal.ts';

const host = '127.0.0.1';

/** The first frame that had an incomplete border. */
export type Torn = {readonly borders: readonly string[]; readonly screen: string};

/** A screen after a walk through all its panes, with the strangers still there. Disposing ends it, and them. */
export type Visited = AsyncDisposable & {
	readonly terminal: TerminalUnderTest;
	/** Looks at every frame of the walk; `undefined` when all were whole. */
	readonly torn: () => Torn | undefined;
};

type Size = {readonly columns: number; readonly rows: number};

/** An overlay, which is the only box that has to be complete. */
const overlays = /╭─ (?:Keys|Sure\?|Commands|Write|Find)[^─]*─/;

function watched(terminal: TerminalUnderTest): Visited['torn'] {
	let torn: Torn | undefined;
	terminal.watch(() => {
		if (torn || !terminal.isAlternate) return;
		const screen = terminal.screen();
		const borders = tornBorders(terminal.cells(), overlays.test(screen));
		if (borders.length > 0) torn = {borders, screen};
	});
	return () => torn;
}

/** Keys, by name or typed in quotes, and what the screen shows afterwards. */
type Visit = readonly [keys: readonly string[], sight: RegExp];

/** Presses the keys of each visit and waits for its sight; throws when that does not come. */
export async function visit(terminal: TerminalUnderTest, visits: readonly Visit[]): Promise<void> {
	for (const [keys, sight] of visits) {
		for (const each of keys) await (each.startsWith('"') ? terminal.type(each.slice(1)) : terminal.press(each));
		await terminal.waitFor(sight).catch(error => {
			throw new Error(`after ${keys.join(' ')}`, {cause: error});
		});
	}
}

const times = (count: number, key: string): readonly string[] => Array.from({length: count}, () => key);

const throughServer: readonly Visit[] = [
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
	[['escape', 'escape', 'l', 'up', 'up', 'up', 'page-up'], /adder/],
	[['escape', 'w'], /Write/],
	[['escape', '1', 'G', 'd'], /Sure\?/],
	[['n', ':', '"dis'], /[Dd]isconnect/],
	[['escape', 'escape'], /▸/],
];

const throughPeer: readonly Visit[] = [
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
	[['q'], /╭─ Search \/667 |Find: 667/],
	[['escape'], /╭─ Search ─(?![\s\S]*Find: 667)/],
	[times(25, 'down'), /▸ .*6\d\d/],
	[['g', 'i', ...times(5, 'down')], /╭─ Search: RFC 600 |8 holders/],
	[['escape'], /▸ +600/],
	[['enter'], /600 .*✗ failed|✗ +600|▸ +(?:◐ )?600/],
	[['down', 'enter'], /does not have RFC 601/],
	[[']'], /▸ +667 /],
	[['G', 'i'], /╭─ RFC 700 ─/],
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
	[['escape', 'escape'], /─ Wire /],
	[['l', ...times(5, 'up'), 'page-up'], /adder/],
	[['escape'], /─ Wire /],
	[['w'], /╭─ Write/],
	[['escape'], /─ Wire /],
	[['?'], /╭─ Keys/],
	[['escape'], /─ Wire /],
	[[':', '"pe'], /Open|pe/],
	[['escape'], /─ Wire /],
];

/** A server's screen, in a home folder of its own. */
export async function visitedServer(home: TemporaryFolder, size: Size): Promise<Visited> {
	await using open = new AsyncDisposableStack();
	const args = ['server', '--host', host, '--port', '0'];
	const terminal = open.use(startInTerminal(args, {home: home.path, ...size}));
	await terminal.ready();
	const address = /127\.0\.0\.1:(\d+)/;
	const port = Number(address.exec(await terminal.waitFor(address))?.[1]);
	open.use(await attackIndex(port));
	const torn = watched(terminal);
	await visit(terminal, throughServer);
	const all = open.move();
	return {terminal, torn, [Symbol.asyncDispose]: () => all.disposeAsync()};
}

/**
 * A peer's screen with the reader, in a home folder of its own. Its terminal is not in focus, so that the end of a slow
 * transfer causes a notification.
 */
export async function visitedPeer(home: TemporaryFolder, size: Size): Promise<Visited> {
	await using open = new AsyncDisposableStack();
	const index = open.use(await startServer({home: home.path}));
	open.use(await attackIndex(index.port));
	await mkdir(home.at('own'));
	await writeFile(home.at('own', 'rfc700.txt'), hostileText(700));
	const flags = ['--upload-port', '0', '--host', host, '--server', `${host}:${index.port}`];
	const args = ['peer', '--name', 'ｂｏｂ🇩🇪❤️', '--rfcs', home.at('own'), ...flags];
	const terminal = open.use(startInTerminal(args, {home: home.path, ...size}));
	await terminal.ready();
	await terminal.waitFor('● joined');
	const torn = watched(terminal);
	const port = Number(/:(\d{4,5})\b(?!.*127)/.exec(terminal.line(0).replace(String(index.port), ''))?.[1]);
	await attackPeer(port);
	terminal.send('\u001b[O');
	await visit(terminal, throughPeer);
	const all = open.move();
	return {terminal, torn, [Symbol.asyncDispose]: () => all.disposeAsync()};
}
