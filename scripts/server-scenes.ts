/** Screenshots of the index server. */
import {RawClient} from '../test/helpers/raw-client.ts';
import type {TerminalUnderTest} from '../test/helpers/terminal.ts';
import {type Cast, peer, serverScreen} from './pictures/cast.ts';
import {withWindowsLines} from './pictures/documents.ts';
import {type Scene, type Stage, usual} from './pictures/scene.ts';

/** A server with three peers, one of which speaks 1.0 and one of which has a different version of an RFC. */
async function crowd(stage: Stage): Promise<Cast & {readonly terminal: TerminalUnderTest}> {
	const shown = await serverScreen(stage);
	const {terminal} = shown;
	await peer(stage, shown, {name: 'alice'});
	await peer(stage, shown, {name: 'carol', share: 5, args: ['--protocol', '1.0']});
	await peer(stage, shown, {name: 'bob', share: 3});
	const files = {'rfc900005.txt': await withWindowsLines('rfc900005.txt')};
	await peer(stage, shown, {name: 'dave', share: 0, files});
	await terminal.waitFor(/4 peers.*11 RFCs.*20 records/);
	await terminal.waitFor(screen => /alice .* ● up[\s\S]*bob .* ● up[\s\S]*dave .* ● up/.test(screen));
	return shown;
}

/** A peer that joins and stays, but does not listen. */
async function unreachablePeer({use}: Stage, {server}: Cast): Promise<void> {
	const raw = await RawClient.connect({port: Number(server.split(':').at(-1))});
	use(raw);
	const ports = 'Port: 9\r\nOS: Linux\r\n';
	await raw.send(`JOIN PEER P2P-CI/1.1\r\nHost: erin\r\n${ports}\r\n`);
	await raw.send('ADD RFC 900005 P2P-CI/1.1\r\nHost: erin\r\nTitle: Reading the Titles of Documents\r\n\r\n');
}

/** Sorts the RFCs by number of versions, so that the one with two is under the cursor. */
async function toVersions(terminal: TerminalUnderTest): Promise<void> {
	await terminal.press('2', 's', 's', 's', 'g');
	await terminal.waitFor(/diff▼[\s\S]*▸ +900005 .*≠ 2/);
}

export const serverScenes: readonly Scene[] = [
	{
		name: 'server-sorted',
		title: 'p2pci server: s sorts, here by digests that differ',
		...usual,
		async play(stage) {
			const {terminal} = await crowd(stage);
			await toVersions(terminal);
			await terminal.waitFor(/different digests/);
			return terminal;
		},
	},
	{
		name: 'server-holders',
		title: 'p2pci server: enter goes from an RFC to its holders',
		...usual,
		async play(stage) {
			const {terminal} = await crowd(stage);
			await toVersions(terminal);
			await terminal.press('enter');
			await terminal.waitFor('1 Peers with RFC 900005');
			await terminal.press('down', 'enter');
			await terminal.waitFor('2 RFCs of alice');
			return terminal;
		},
	},
	{
		name: 'server-disconnect',
		title: 'p2pci server: d asks',
		...usual,
		async play(stage) {
			const {terminal} = await crowd(stage);
			await terminal.press('1', 'g', 'down', 'd');
			await terminal.waitFor('Disconnect alice?');
			return terminal;
		},
	},
	{
		name: 'server-trouble',
		title: 'p2pci server: what is wrong stands above the keys',
		...usual,
		async play(stage) {
			const {server, terminal} = await crowd(stage);
			await unreachablePeer(stage, {server});
			await terminal.waitFor('✗ port closed');
			await terminal.waitFor('nobody can reach 127.0.0.1:9 from here');
			return terminal;
		},
	},
	{
		name: 'server-wide',
		title: 'p2pci server, 200x50',
		columns: 200,
		rows: 50,
		async play(stage) {
			const {terminal} = await crowd(stage);
			await terminal.press('s', 's');
			await terminal.waitFor('RFCs ▼');
			return terminal;
		},
	},
	{
		name: 'server-small',
		title: 'p2pci server, 40x12',
		columns: 40,
		rows: 12,
		async play(stage) {
			const shown = await serverScreen(stage);
			await peer(stage, shown, {name: 'alice'});
			await peer(stage, shown, {name: 'bob', share: 3});
			await shown.terminal.waitFor(/alice .* ● up[\s\S]*bob .* ● up/);
			return shown.terminal;
		},
	},
];
