/** Returns the program to where the next key is tried, wherever the last one led. */
import type {TerminalUnderTest} from '../../helpers/terminal.ts';
import {all, at, gone, hint, lastRow, onTop} from './scenario.ts';

/** Overlays, which take the keys of the screen. */
const overlays = /esc closes|esc goes back|enter and esc too|w quits when|─ 1 of \d+ ─.*enter/;

const patience = 500;

/** Presses Esc until nothing takes the keys of the screen any more: the last row then contains this hint. */
async function out(terminal: TerminalUnderTest, sign: string): Promise<void> {
	for (let steps = 0; steps < 9; steps++) {
		const screen = terminal.screen();
		if (lastRow(screen).includes(sign) && !overlays.test(screen)) return;
		await back(terminal);
	}
}

/** A step back, which may change nothing. */
async function back(terminal: TerminalUnderTest): Promise<void> {
	const before = terminal.screen();
	await terminal.press('escape');
	await terminal.waitFor(now => now !== before, patience).catch(() => undefined);
}

/** The peers of the server, alice under the cursor. */
export async function atPeers(terminal: TerminalUnderTest): Promise<void> {
	await out(terminal, 'tab pane');
	for (let steps = 0; steps < 9 && /RFCs of|Peers with|esc clear/.test(terminal.screen()); steps++) {
		await back(terminal);
	}
	terminal.send('1g');
	await terminal.waitFor(all(hint('to its RFCs'), at('1 Peers', 'alice'), gone(/Peers with|RFCs of/)));
}

/** The whole list in the search of the peer, its first row under the cursor. */
export async function atResults(terminal: TerminalUnderTest): Promise<void> {
	await out(terminal, 'tab pane');
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
	await terminal.waitFor(all(hint('enter open'), '▸Network'));
	if (terminal.screen().includes('Network: what')) await back(terminal);
	terminal.send('g');
	await terminal.waitFor(at('Network', 'alice'));
}

/** The first of the transfers, whatever there is. */
export async function atTransfers(terminal: TerminalUnderTest): Promise<void> {
	await atResults(terminal);
	terminal.send(']]g');
	await terminal.waitFor(all(hint('p pause'), '▸Transfers', onTop('Transfers')));
}

/** The wire, following what comes. */
export async function atWire(terminal: TerminalUnderTest): Promise<void> {
	await atResults(terminal);
	terminal.send('[');
	await terminal.waitFor(all(hint('space hold'), '▸Wire'));
	if (terminal.screen().includes('Wire /')) await back(terminal);
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
