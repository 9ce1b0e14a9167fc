import {formScenes} from './form-scenes.ts';
import {libraryScenes} from './library-scenes.ts';
import {bob, getFromList, listAll, lookup, selected} from './peer-stage.ts';
import {indexServer, peer, peerScreen, serverScreen} from './pictures/cast.ts';
import {long, longBytes, longFiles, withWindowsLines} from './pictures/documents.ts';
import {type Scene, usual} from './pictures/scene.ts';
import {programScenes} from './program-scenes.ts';
import {readerScenes} from './reader-scenes.ts';
import {serverScenes} from './server-scenes.ts';
import {stateScenes} from './state-scenes.ts';
import {wireScenes} from './wire-scenes.ts';

/** The screenshots for the readme, in the order in which they are made. */
export const scenes: readonly Scene[] = [
	{
		name: 'server',
		title: 'p2pci server',
		...usual,
		async play(stage) {
			const {server, terminal} = await serverScreen(stage);
			await peer(stage, {server}, {name: 'alice'});
			await peer(stage, {server}, {name: 'carol', share: 5, args: ['--protocol', '1.0']});
			await peer(stage, {server}, {name: 'bob', share: 3});
			await terminal.press('2');
			await terminal.waitFor(/3 peers.*11 RFCs.*19 records/);
			await terminal.waitFor(screen => /alice .* ● up[\s\S]*bob .* ● up/.test(screen));
			return terminal;
		},
	},
	...serverScenes,
	{
		name: 'peer',
		title: 'p2pci peer --name bob',
		...usual,
		async play(stage) {
			const terminal = await bob(stage);
			await terminal.waitFor(/shares +3/);
			return terminal;
		},
	},
	{
		name: 'peer-results',
		title: 'p2pci peer --name bob: 4 List all',
		...usual,
		async play(stage) {
			const terminal = await bob(stage);
			await listAll(terminal, 11);
			await terminal.press('down', 'down', 'down', 'down');
			await terminal.waitFor(screen => selected(screen).startsWith('900005 '));
			return terminal;
		},
	},
	{
		name: 'peer-versions',
		title: 'p2pci peer --name bob: 3 Lookup RFC',
		...usual,
		async play(stage) {
			const cast = await indexServer(stage);
			await peer(stage, cast, {name: 'alice'});
			await peer(stage, cast, {name: 'erin', share: 7});
			await peer(stage, cast, {
				name: 'dave',
				share: 0,
				files: {'rfc900005.txt': await withWindowsLines('rfc900005.txt')},
			});
			await peer(stage, cast, {name: 'carol', share: 5, args: ['--protocol', '1.0']});
			const terminal = await peerScreen(stage, cast, {name: 'bob', share: 3});
			await lookup(terminal, 900_005);
			await terminal.waitFor(/A alice[\s\S]*A erin[\s\S]*B dave/);
			await terminal.press('down', 'down');
			await terminal.waitFor(/▸ B dave/);
			return terminal;
		},
	},
	{
		name: 'peer-transfer',
		title: 'p2pci peer --name bob: enter gets it',
		...usual,
		async play(stage) {
			const cast = await indexServer(stage);
			const files = await longFiles();
			await peer(stage, cast, {name: 'alice', files});
			await peer(stage, cast, {name: 'erin', share: 0, files});
			const terminal = await peerScreen(stage, cast, {name: 'bob', share: 3, args: ['--pace', '500KiB/s']});
			await listAll(terminal, 12);
			await getFromList(terminal, 900_006);
			await terminal.waitFor(/✓ +900006 /);
			await getFromList(terminal, long);
			await terminal.waitFor(new RegExp(`◐ +${long} .* [45]\\d% .* 2 sources`));
			return terminal;
		},
	},
	{
		name: 'peer-transfers',
		title: 'p2pci peer --name bob: transfers',
		...usual,
		async play(stage) {
			const cast = await indexServer(stage);
			const files = await longFiles();
			await peer(stage, cast, {name: 'alice', files});
			const carol = await peer(stage, cast, {
				name: 'carol',
				share: 0,
				// More than the buffers between two programs hold: when she leaves, some of it is still missing.
				files: await longFiles(long + 1, 1, 8 * longBytes),
				args: ['--protocol', '1.0'],
			});
			const terminal = await peerScreen(stage, cast, {name: 'bob', share: 0, args: ['--pace', '500KiB/s']});
			await lookup(terminal, 900_099);
			await terminal.press('w');
			await listAll(terminal, 13);
			await getFromList(terminal, 900_006);
			await terminal.waitFor(/✓ +900006 /);
			await getFromList(terminal, long);
			await terminal.waitFor(new RegExp(`◐ +${long} .* [2-9]\\d% `));
			await terminal.press('tab', 'p');
			await terminal.waitFor(new RegExp(`‖ +${long} `));
			await lookup(terminal, long + 1);
			await terminal.press('enter');
			await terminal.waitFor(new RegExp(`◐ +${long + 1} .* [1-9]\\d?% `));
			carol.kill('SIGKILL');
			await terminal.press('0');
			await terminal.waitFor(new RegExp(`✗ +${long + 1} `));
			for (let presses = 0; presses < 9; presses++) await terminal.press('-');
			await listAll(terminal, 12);
			await getFromList(terminal, 900_001);
			await terminal.waitFor(/◐ +900001 .* [3-9]\d% /);
			return terminal;
		},
	},
	{
		name: 'peer-search',
		title: 'p2pci peer --name bob: / finds while typing',
		columns: 120,
		rows: 36,
		async play(stage) {
			const terminal = await bob(stage);
			await listAll(terminal, 11);
			await terminal.press('space', 'space', 's', '/');
			await terminal.type('p2p');
			await terminal.waitFor(/Find: p2p[\s\S]*2 marked/);
			return terminal;
		},
	},
	{
		name: 'peer-transfers-tab',
		title: 'p2pci peer --name bob: ] goes to Transfers',
		columns: 120,
		rows: 36,
		async play(stage) {
			const cast = await indexServer(stage);
			const files = await longFiles();
			await peer(stage, cast, {name: 'alice', files});
			await peer(stage, cast, {name: 'erin', share: 0, files});
			const terminal = await peerScreen(stage, cast, {name: 'bob', share: 0, args: ['--pace', '500KiB/s']});
			await terminal.waitFor('others reach me');
			await listAll(terminal, 12);
			await getFromList(terminal, long);
			await terminal.press(']', ']');
			await terminal.waitFor(new RegExp(`◐ +${long} .* [3-9]\\d% .*\n[\\s\\S]*▸Transfers`));
			return terminal;
		},
	},
	{
		name: 'peer-small',
		title: 'p2pci peer --name bob: 40x12',
		columns: 40,
		rows: 12,
		async play(stage) {
			const cast = await indexServer(stage);
			await peer(stage, cast, {name: 'alice'});
			const terminal = await peerScreen(stage, cast, {name: 'bob', share: 3});
			await terminal.waitFor('● joined');
			await listAll(terminal, 11);
			return terminal;
		},
	},
	...libraryScenes,
	...readerScenes,
	...wireScenes,
	...programScenes,
	...stateScenes,
	...formScenes,
];
