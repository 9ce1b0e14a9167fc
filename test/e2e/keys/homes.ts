/** Returns the program to where the next key is tried, wherever the last one led. */
import type {TerminalUnderTest} from '../../helpers/terminal.ts';
import {pressUntil, toTop} from './moving.ts';
import {all, at, gone, hint, lastRow} from './scenario.ts';

/** What lies over the screen, and takes its keys. */
const overlays = /╭─ (?:Keys|Sure\?|Commands|Write)[^─]*─/;

/** Presses Esc until nothing takes the keys of the screen any more. */
const out = (terminal: TerminalUnderTest): Promise<void> =>
	pressUntil(terminal, 'escape', screen => lastRow(screen).includes('tab pane') && !overlays.test(screen));

/** A step back from what shows this sign, if it does. */
async function backFrom(terminal: TerminalUnderTest, sign: string): Promise<void> {
	if (!terminal.holds(sign)) return;
	await terminal.press('escape');
	await terminal.waitFor(gone(sign));
}

/** The peers of the server, alice under the cursor. */
export async function atPeers(terminal: TerminalUnderTest): Promise<void> {
	await out(terminal);
	const start = gone(/Peers with|RFCs of|esc clear/);
	await pressUntil(terminal, 'escape', start);
	terminal.send('1g');
	await terminal.waitFor(all(hint('to its RFCs'), at('1 Peers', 'alice'), start));
}

/** The whole list in the search of the peer, its first row under the cursor. */
export async function atResults(terminal: TerminalUnderTest): Promise<void> {
	await out(terminal);
	terminal.send('4');
	await terminal.waitFor(all(hint('space mark'), at('Search ─', '100')));
}

/** The first document of the library under the cursor. */
export async function atLibrary(terminal: TerminalUnderTest): Promise<void> {
	await atResults(terminal);
	terminal.send(']g');
	await terminal.waitFor(all(hint('a share'), at('Library', '100')));
}

/** The first peer of the network under the cursor. */
export async function atNetwork(terminal: TerminalUnderTest): Promise<void> {
	await atResults(terminal);
	terminal.send('[[');
	await terminal.waitFor(all(screen => /enter (?:open|get|read)/.test(lastRow(screen)), '▸Network'));
	await backFrom(terminal, 'Network: what');
	terminal.send('g');
	await terminal.waitFor(all(hint('enter open'), at('Network', 'alice')));
}

/** The first of the transfers, whatever there is. */
export async function atTransfers(terminal: TerminalUnderTest): Promise<void> {
	await atResults(terminal);
	terminal.send(']]');
	await terminal.waitFor(all(hint('p pause'), '▸Transfers'));
	await toTop(terminal, 'Transfers');
}

/** The wire, following what comes. */
export async function atWire(terminal: TerminalUnderTest): Promise<void> {
	await atResults(terminal);
	terminal.send('[');
	await terminal.waitFor(all(hint('space hold'), '▸Wire'));
	await backFrom(terminal, 'Wire /');
	terminal.send('G');
	await terminal.waitFor(/─ Wire ─.*(?:─|·) follows ─/);
}

/** The reader, on top of its document. */
export async function atGuide(terminal: TerminalUnderTest): Promise<void> {
	await atResults(terminal);
	terminal.send('\r');
	await terminal.waitFor('RFC 100: Guide for Readers');
	terminal.send('g');
	await terminal.waitFor(/RFC 100: .*\n│ Informational .*\n│ Network Working Group/);
}
