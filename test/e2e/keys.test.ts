/** Every key does what the help says: tries the whole table of keys in the real program, in pseudo-terminals. */
import {writeFile} from 'node:fs/promises';
import {afterAll, describe, expect, it} from 'vitest';
import type {TerminalUnderTest} from '../helpers/terminal.ts';
import * as homes from './keys/homes.ts';
import {endScenarios} from './keys/on-ends.ts';
import {helpOf, helpPlaces, hintsOf, places} from './keys/on-help.ts';
import {libraryScenarios, longScenarios, networkScenarios, transferScenarios} from './keys/on-lists.ts';
import {overlayScenarios} from './keys/on-overlays.ts';
import {readerScenarios} from './keys/on-reader.ts';
import {resultScenarios} from './keys/on-results.ts';
import {serverScenarios} from './keys/on-server.ts';
import {wireScenarios} from './keys/on-wire.ts';
import {type Network, network, peerProgram, serverProgram} from './keys/programs.ts';
import {lastRow, Place, placesOfTable, type Scenarios, triesOf} from './keys/scenario.ts';
import {Tries} from './keys/tries.ts';

type Home = (terminal: TerminalUnderTest) => Promise<void>;

/** Scenarios, and the place where each of them begins. */
type Part = readonly [Scenarios, Home];

const peerParts: readonly Part[] = [
	[overlayScenarios, homes.atResults],
	[resultScenarios, homes.atResults],
	[readerScenarios, homes.atGuide],
	[libraryScenarios, homes.atLibrary],
	[networkScenarios, homes.atNetwork],
	[wireScenarios, homes.atWire],
	[transferScenarios, homes.atTransfers],
];

/** The network of the peer that gets long documents. */
let around: Network;

const longParts: readonly Part[] = [
	[longScenarios, homes.atTransfers],
	[endScenarios(() => around.way), homes.atTransfers],
];

/** Tries the keys of all scenarios in one program. */
function tryAll(tries: Tries, parts: readonly Part[]): void {
	for (const [scenarios, home] of parts) {
		it.each(triesOf(scenarios))('$name: $key', ({key, play}) =>
			tries.play(async terminal => {
				await home(terminal);
				await play(new Place(terminal, key));
			}),
		);
	}
}

it('every act in every context of the table has a scenario, and every scenario is in the table', () => {
	const all = [serverScenarios, ...[...peerParts, ...longParts].map(([each]) => each)];
	const known = new Set(all.flatMap(each => Object.keys(each)));
	const table = placesOfTable();
	const told = (name: string): string => name.replace(/(\S+) (\S+)/, 'act $2 in context $1');
	expect(table.filter(name => !known.has(name)).map(name => `no scenario for ${told(name)}`)).toEqual([]);
	expect([...known].filter(name => !table.includes(name)).map(name => `no key for ${told(name)}`)).toEqual([]);
});

describe('on the screen of the server', () => {
	const tries = new Tries(serverProgram);
	afterAll(() => tries[Symbol.asyncDispose]());

	tryAll(tries, [[serverScenarios, homes.atPeers]]);
});

describe('on the screen of a peer', () => {
	const tries = new Tries(async stage => peerProgram(stage, await network(stage)));
	afterAll(() => tries[Symbol.asyncDispose]());

	it.each(places)('the last row and the menu behind ? tell the keys that work: in %s', (_, home, contexts) =>
		tries.play(async terminal => {
			await home(terminal);
			// For a while after some acts there is one key more.
			await terminal.waitFor(screen => lastRow(screen) === hintsOf(contexts));
			await terminal.press('?');
			await terminal.waitFor('type to find');
			const table = helpOf(contexts);
			expect(await helpPlaces(terminal, table)).toEqual([...table.keys()]);
		}),
	);

	it('the palette runs a command', () =>
		tries.play(async terminal => {
			await homes.atResults(terminal);
			await terminal.press(':');
			await terminal.waitFor('type a few letters');
			await terminal.type('next tab');
			await terminal.waitFor(/▸ \] +next tab/);
			await terminal.press('enter');
			await terminal.waitFor('▸Library');
		}));

	tryAll(tries, peerParts);
});

describe('on the screen of a peer that gets long documents', () => {
	const tries = new Tries(async stage => {
		around = await network(stage);
		return peerProgram(stage, around);
	});
	afterAll(() => tries[Symbol.asyncDispose]());

	tryAll(tries, longParts);
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
