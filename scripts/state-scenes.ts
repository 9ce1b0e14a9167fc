/** The pictures of short-lived states and of failures. */
import {mkdir, truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {besideAlice, besideLong, getFromList, listAll, lookup} from './peer-stage.ts';
import {indexServer, peer, peerScreen, serverScreen, startedPeer} from './pictures/cast.ts';
import {longDocument, longFiles, withWindowsLines} from './pictures/documents.ts';
import {type Scene, type Stage, usual} from './pictures/scene.ts';

const mebi = 1024 * 1024;

/** A document of that many bytes, put in a peer's folder; it takes hardly any room there. */
async function giantFile(stage: Stage, {name, rfc, bytes}: {name: string; rfc: number; bytes: number}): Promise<void> {
	const folder = path.join(stage.home, name);
	const file = path.join(folder, `rfc${rfc}.txt`);
	await mkdir(folder, {recursive: true});
	await writeFile(file, await longDocument(rfc, mebi));
	await truncate(file, bytes);
}

export const stateScenes: readonly Scene[] = [
	{
		name: 'transfers-queue',
		title: 'p2pci peer --name bob: what waits for its turn',
		...usual,
		async play(stage) {
			const terminal = await besideLong(stage, 8, ['--pace', '60KiB/s']);
			await terminal.press('/');
			await terminal.type('over');
			await terminal.waitFor(/─ Search ─+ 8 of 19 ─/);
			await terminal.press('enter', ...Array.from({length: 8}, () => 'space' as const), 'M', ']', ']', 'g');
			await terminal.press('down', 'down', 'down', 'down', 'down');
			await terminal.waitFor(/▸ ○ +9001\d\d +2nd of 4/);
			return terminal;
		},
	},
	{
		name: 'transfers-retry',
		title: 'p2pci peer --name bob: the only holder has left',
		...usual,
		async play(stage) {
			const cast = await indexServer(stage);
			const alice = await peer(stage, cast, {name: 'alice', share: 0, files: await longFiles(900_101, 1, 8 * mebi)});
			const terminal = await peerScreen(stage, cast, {name: 'bob', share: 0, args: ['--pace', '500KiB/s']});
			await listAll(terminal, 1);
			await getFromList(terminal, 900_101);
			await terminal.waitFor(/◐ +900101 .* [1-9]\d?% /);
			alice.kill('SIGKILL');
			await terminal.waitFor(/… +900101 .*again in/);
			return terminal;
		},
	},
	{
		name: 'transfers-check',
		title: 'p2pci peer --name bob: all bytes are here',
		...usual,
		async play(stage) {
			const cast = await indexServer(stage);
			await giantFile(stage, {name: 'alice', rfc: 900_101, bytes: 2048 * mebi});
			await peer(stage, cast, {name: 'alice'});
			const terminal = await peerScreen(stage, cast, {name: 'bob', share: 3});
			await listAll(terminal, 12);
			await terminal.press('G');
			// Its size is shown as soon as its digest is declared.
			await terminal.waitFor(/2,147,483,648 B/);
			await terminal.press('enter');
			await terminal.waitFor(/◐ +900101 .* [7-9]\d% /);
			// What was kept of it is read again, most of it after the last byte came.
			await terminal.press('tab', 'p');
			await terminal.waitFor(/‖ +900101 /);
			await terminal.press('p');
			await terminal.waitFor(/◐ +900101 +all .* are here, SHA-256 is being checked/);
			return terminal;
		},
	},
	{
		name: 'transfers-differ',
		title: 'p2pci peer --name bob: another file is here',
		...usual,
		async play(stage) {
			const cast = await indexServer(stage);
			await peer(stage, cast, {name: 'alice'});
			const files = {'rfc900005.txt': await withWindowsLines('rfc900005.txt')};
			const terminal = await peerScreen(stage, cast, {name: 'bob', share: 0, files});
			await lookup(terminal, 900_005);
			await terminal.waitFor(/A bob[\s\S]*B alice/);
			await terminal.press('b');
			await terminal.waitFor(/≠ +900005 .*take the new one/);
			return terminal;
		},
	},
	{
		name: 'transfers-sending',
		title: 'p2pci peer --name alice: what others get',
		...usual,
		async play(stage) {
			const cast = await indexServer(stage);
			const files = await longFiles(900_101, 1, 2 * mebi);
			const terminal = await peerScreen(stage, cast, {name: 'alice', files, args: ['--pace', '300KiB/s']});
			await terminal.waitFor('others reach me');
			const bobs = await peerScreen(stage, cast, {name: 'bob', share: 0});
			await listAll(bobs, 12);
			await getFromList(bobs, 900_101);
			await terminal.waitFor(/▲ +900101 .* [2-9]\d% .*to bob/);
			return terminal;
		},
	},
	{
		name: 'no-server',
		title: 'p2pci peer --name bob: no index server there',
		...usual,
		async play(stage) {
			const terminal = await startedPeer(stage, {server: '127.0.0.1:9'}, {name: 'bob', share: 3});
			await terminal.waitFor(/No index server answers[\s\S]*tries\s+now/);
			return terminal;
		},
	},
	{
		name: 'name-taken',
		title: 'p2pci peer --name alice: somebody has the name',
		...usual,
		async play(stage) {
			const cast = await indexServer(stage);
			await peer(stage, cast, {name: 'alice'});
			const terminal = await startedPeer({...stage, home: `${stage.home}/other`}, cast, {name: 'alice', share: 3});
			await terminal.waitFor('alice is taken by a peer');
			return terminal;
		},
	},
	{
		name: 'empty-folder',
		title: 'p2pci peer --name bob: nothing to share yet',
		...usual,
		async play(stage) {
			const cast = await indexServer(stage);
			await peer(stage, cast, {name: 'alice'});
			const terminal = await peerScreen(stage, cast, {name: 'bob', share: 0});
			await terminal.waitFor(/holds no rfcNNNN.txt/);
			return terminal;
		},
	},
	{
		name: 'nobody-has-it',
		title: 'p2pci peer --name bob: an RFC that nobody has',
		...usual,
		async play(stage) {
			const terminal = await besideAlice(stage);
			await lookup(terminal, 900_099);
			await terminal.waitFor('Nobody here has RFC 900099 now');
			return terminal;
		},
	},
	{
		name: 'no-colour',
		title: 'NO_COLOR=1 p2pci peer --name bob',
		...usual,
		play: stage => besideAlice(stage, {env: {NO_COLOR: '1'}}),
	},
	{
		name: 'ascii',
		title: 'LANG=C p2pci peer --name bob',
		...usual,
		play: stage => besideAlice(stage, {env: {LANG: 'C', LC_ALL: 'C'}}),
	},
	{
		name: 'peer-80x24',
		title: 'p2pci peer --name bob: 80x24',
		columns: 80,
		rows: 24,
		async play(stage) {
			const cast = await indexServer(stage);
			await peer(stage, cast, {name: 'alice'});
			const terminal = await peerScreen(stage, cast, {name: 'bob', share: 3});
			await listAll(terminal, 11);
			await terminal.waitFor('● reachable');
			return terminal;
		},
	},
	{
		name: 'server-empty',
		title: 'p2pci server: nobody is here yet',
		...usual,
		async play(stage) {
			const {terminal} = await serverScreen(stage);
			await terminal.waitFor('Nobody is here yet.');
			return terminal;
		},
	},
];
