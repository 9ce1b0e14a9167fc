/** Every key does what the help says: tries the whole table of keys in the real program, in pseudo-terminals. */
import {writeFile} from 'node:fs/promises';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {TerminalUnderTest} from '../helpers/terminal.ts';
import * as homes from './keys/homes.ts';
import {endScenarios} from './keys/on-ends.ts';
import {helpOf, helpRows, hintsOf, places} from './keys/on-help.ts';
import {libraryScenarios, networkScenarios, transferScenarios} from './keys/on-lists.ts';
import {overlayScenarios} from './keys/on-overlays.ts';
import {readerScenarios} from './keys/on-reader.ts';
import {resultScenarios} from './keys/on-results.ts';
import {serverScenarios} from './keys/on-server.ts';
import {wireScenarios} from './keys/on-wire.ts';
import {type Network, network, peerProgram, serverProgram} from './keys/programs.ts';
import {lastRow, Place, placesOfTable, type Scenarios, triesOf} from './keys/scenario.ts';

let around: Network;

/** The scenarios of a peer, in order, with the place where each of them begins. */
const peerScenarios: readonly (readonly [Scenarios, (terminal: TerminalUnderTest) => Promise<void>])[] = [
	[overlayScenarios, homes.atResults],
	[resultScenarios, homes.atResults],
	[readerScenarios, homes.atGuide],
	[libraryScenarios, homes.atLibrary],
	[networkScenarios, homes.atNetwork],
	[wireScenarios, homes.atWire],
	[transferScenarios, homes.atTransfers],
	[endScenarios(() => around.way), homes.atTransfers],
];

it('every act in every context of the table has a scenario, and every scenario is in the table', () => {
	const known = new Set([serverScenarios, ...peerScenarios.map(([each]) => each)].flatMap(each => Object.keys(each)));
	const table = placesOfTable();
	const told = (name: string): string => name.replace(/(\S+) (\S+)/, 'act $2 in context $1');
	expect(table.filter(name => !known.has(name)).map(name => `no scenario for ${told(name)}`)).toEqual([]);
	expect([...known].filter(name => !table.includes(name)).map(name => `no key for ${told(name)}`)).toEqual([]);
});

describe('on the screen of the server', () => {
	const stage = new AsyncDisposableStack();
	let terminal: TerminalUnderTest;
	beforeAll(async () => {
		terminal = await serverProgram(stage);
	});
	afterAll(() => stage.disposeAsync());

	it.each(triesOf(serverScenarios))('$name: $key', async ({key, play}) => {
		await homes.atPeers(terminal);
		await play(new Place(terminal, key));
	});
});

describe('on the screen of a peer', () => {
	const stage = new AsyncDisposableStack();
	let terminal: TerminalUnderTest;
	beforeAll(async () => {
		around = await network(stage);
		terminal = await peerProgram(stage, around);
	});
	afterAll(() => stage.disposeAsync());

	it.each(places)('the last row and the menu behind ? tell the keys that work: in %s', async (_, home, contexts) => {
		await home(terminal);
		expect(lastRow(terminal.screen())).toBe(hintsOf(contexts));
		await terminal.press('?');
		await terminal.waitFor('type to find');
		const table = helpOf(contexts);
		const rows = await helpRows(terminal, table.at(-1));
		expect(rows.length).toBe(table.length);
		for (const [at, row] of rows.entries()) expect(table[at]?.startsWith(row), `${row} | ${table[at]}`).toBe(true);
	});

	it('the palette runs a command', async () => {
		await homes.atResults(terminal);
		await terminal.press(':');
		await terminal.waitFor('type a few letters');
		await terminal.type('next tab');
		await terminal.waitFor(/▸ \] +next tab/);
		await terminal.press('enter');
		await terminal.waitFor('▸Library');
	});

	for (const [scenarios, home] of peerScenarios) {
		it.each(triesOf(scenarios))('$name: $key', async ({key, play}) => {
			await home(terminal);
			await play(new Place(terminal, key));
		});
	}
});

describe('with other keys in the config file', () => {
	it('they work, in the hints and in the menu too, and those they replace do not', async () => {
		await using stage = new AsyncDisposableStack();
		const other = await network(stage);
		const config = other.folder.at('p2pci.conf');
		await writeFile(config, 'key.results.holders = H\nkey.next-tab = >\n');
		const terminal = await peerProgram(stage, other, {P2PCI_CONFIG: config});
		terminal.send('4');
		await terminal.waitFor(/▸ +100 [\s\S]*H details/);
		await terminal.press('i', ']');
		const place = new Place(terminal, 'H');
		await place.press('Search: RFC 100');
		expect(terminal.screen()).toContain('▸Search');
		await terminal.press('?');
		await terminal.waitFor(/│. H +who has it/);
		await terminal.waitFor(/│. > +next tab/);
		await terminal.press('escape');
		await terminal.waitFor(screen => !screen.includes('type to find'));
		await new Place(terminal, '>').press('▸Library');
	});
});
