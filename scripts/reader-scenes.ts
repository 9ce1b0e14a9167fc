/** Screenshots of the reader. */
import type {TerminalUnderTest} from '../test/helpers/terminal.ts';
import {indexServer, peer, peerScreen} from './pictures/cast.ts';
import {type Scene, type Stage, usual} from './pictures/scene.ts';

/** A document that claims to obsolete the first of the samples. */
const newer = 900_200;
const newerText = [
	'P2P-CI Sample Series                                       p2pci project',
	`Request for Comments: ${newer}                                   May 2027`,
	'Obsoletes: 900001',
	'Category: Informational',
	'',
	'',
	'                   P2P-CI/1.0, with Errors Mended',
	'',
	'',
	'Abstract',
	'',
	'   This document mends errors of RFC 900001.',
	'',
].join('\n');

/** A peer that reads the first of its three sample documents, which alice has, too. */
async function reading(stage: Stage, files: Readonly<Record<string, string>> = {}): Promise<TerminalUnderTest> {
	const cast = await indexServer(stage);
	await peer(stage, cast, {name: 'alice', files});
	const terminal = await peerScreen(stage, cast, {name: 'bob', share: 3, files});
	await terminal.press('4');
	await terminal.waitFor(new RegExp(`─ Search ─+ ${11 + Object.keys(files).length} ─`));
	await terminal.press('enter');
	await terminal.waitFor('Request for Comments: 900001');
	return terminal;
}

/** Steps through the links until the one with these words is selected. */
async function pointAt(terminal: TerminalUnderTest, words: string): Promise<void> {
	await terminal.press('/');
	await terminal.type(words);
	await terminal.waitFor(/ 1 of \d+ ─/);
	await terminal.press('enter', 'tab');
}

export const readerScenes: readonly Scene[] = [
	{
		name: 'reader',
		title: 'p2pci peer --name bob: reading',
		...usual,
		async play(stage) {
			const terminal = await reading(stage);
			await terminal.waitFor('Abstract');
			return terminal;
		},
	},
	{
		name: 'reader-contents',
		title: 'p2pci peer --name bob: t, the contents of a document',
		columns: 120,
		rows: 36,
		async play(stage) {
			const terminal = await reading(stage);
			await terminal.press('t');
			await terminal.waitFor('Contents of RFC 900001');
			await terminal.press('down', 'down', 'down', 'down', 'down', 'enter');
			await terminal.waitFor(/ Section \S+ · /);
			return terminal;
		},
	},
	{
		name: 'reader-search',
		title: 'p2pci peer --name bob: / searches in a document',
		...usual,
		async play(stage) {
			const terminal = await reading(stage);
			await terminal.press('/');
			await terminal.type('index server');
			await terminal.press('enter', 'n', 'n');
			await terminal.waitFor(/ 3 of \d+ ─/);
			return terminal;
		},
	},
	{
		name: 'reader-link',
		title: 'p2pci peer --name bob: a link to an RFC that is not here',
		...usual,
		async play(stage) {
			const terminal = await reading(stage);
			await pointAt(terminal, 'RFC 900011');
			await terminal.press('enter');
			await terminal.waitFor('RFC 900011 is not here. alice can send it');
			return terminal;
		},
	},
	{
		name: 'reader-nobody',
		title: 'p2pci peer --name bob: a link to an RFC that nobody has',
		...usual,
		async play(stage) {
			const terminal = await reading(stage);
			await pointAt(terminal, 'RFC 8174');
			await terminal.press('enter');
			await terminal.waitFor('Nobody here has RFC 8174 now');
			return terminal;
		},
	},
	{
		name: 'reader-obsolete',
		title: 'p2pci peer --name bob: a document that was replaced',
		...usual,
		async play(stage) {
			const terminal = await reading(stage, {[`rfc${newer}.txt`]: newerText});
			await terminal.waitFor(`✗ obsoleted by RFC ${newer}`);
			return terminal;
		},
	},
	{
		name: 'reader-small',
		title: 'p2pci: reading in 40x12',
		columns: 40,
		rows: 12,
		async play(stage) {
			const terminal = await reading(stage);
			await terminal.press('/');
			await terminal.type('An index');
			await terminal.press('enter', 'escape');
			await terminal.waitFor(/P2P-CI lets people share/);
			return terminal;
		},
	},
];
