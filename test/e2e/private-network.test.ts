/** A private network as its members and its strangers meet it: the real program with --key. */
import {readFile} from 'node:fs/promises';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {readKey} from '../../source/commands/line/key-file.ts';
import {documentText} from '../helpers/documents.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {document, run} from '../helpers/run.ts';
import {type Swarm, swarm} from '../helpers/swarm.ts';
import {type TemporaryFolder, temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal} from '../helpers/terminal.ts';
import {until} from '../helpers/until.ts';

type Private = {readonly net: Swarm; readonly file: string};

/** Lines: more than 2 MiB. */
const large = 60_000;

/** Two peers with the same three documents, one of them large, in a network with the key in `file`. */
async function privateSwarm(home: TemporaryFolder): Promise<Private> {
	const file = home.at('lab.key');
	await run(['key', file], {home: home.path});
	const key = await readKey(file);
	const net = await swarm({
		...{peers: 2, server: {key}, options: () => ({key})},
		documents: () => [100, 101, 102],
		lines: large,
	});
	return {net, file};
}

const at = ({net}: Private, ...args: readonly string[]) =>
	run([...args, '--server', `127.0.0.1:${net.place.port}`], {home: net.folder.path});

it.skipIf(process.platform === 'win32')('p2pci key leaves no half of a key on a full disk', async () => {
	await using home = await temporaryFolder();
	const ran = await run(['key', home.at('lab.key')], {home: home.path, fileBlocks: 0});
	expect(ran).toMatchObject({
		code: 1,
		stdout: '',
		stderr: /^Cannot write the key to .*lab\.key \(the file would be too large\)/,
	});
	expect((await run(['key', home.at('lab.key')], {home: home.path})).code).toBe(0);
});

it('p2pci key makes a key once, and tells its name to whoever has it', async () => {
	await using home = await temporaryFolder();
	const made = await run(['key', home.at('lab.key')], {home: home.path});
	expect(made).toMatchObject({code: 0, stdout: expect.stringMatching(/^p2pci-[0-9a-f]{16}\n$/)});
	expect(made.stderr).toContain('the key of a new private network');
	const again = await run(['key', home.at('lab.key')], {home: home.path});
	expect(again).toEqual({code: 0, stdout: made.stdout, stderr: ''});
});

describe('in a private network', () => {
	it('members list, search, get and mirror, large documents from several peers too', async () => {
		await using home = await temporaryFolder();
		const place = await privateSwarm(home);
		await using net = place.net;
		const own = ['--key', place.file];
		expect(document(await at(place, 'list', '--json', ...own))).toHaveLength(6);
		expect((await at(place, 'search', 'made-up', ...own)).stdout).toContain('Made-Up Document Number 101');
		const mirror = await at(place, 'mirror', '--output', net.folder.at('mirror'), ...own);
		expect(mirror).toMatchObject({code: 0});
		for (const rfc of [100, 101, 102]) {
			const text = documentText(rfc, `Made-Up Document Number ${rfc}`, large);
			expect(text.length).toBeGreaterThan(2 * 1024 * 1024);
			expect((await readFile(net.folder.at('mirror', `rfc${rfc}.txt`), 'utf8')) === text).toBe(true);
		}
	});

	it('nobody else gets in, and everybody is told why', async () => {
		await using home = await temporaryFolder();
		const place = await privateSwarm(home);
		await using net = place.net;
		await run(['key', home.at('other.key')], {home: home.path});
		const where = `127.0.0.1:${net.place.port}`;
		const [none, watching, oldest, other, classic, unusable] = await Promise.all([
			at(place, 'lookup', '100'),
			at(place, 'watch'),
			at(place, 'lookup', '100', '--protocol', '1.0'),
			at(place, 'lookup', '100', '--key', home.at('other.key')),
			at(place, 'lookup', '100', '--key', place.file, '--protocol', '1.0'),
			at(place, 'lookup', '100', '--key', home.at('nothing')),
		]);
		for (const each of [none, watching, oldest]) {
			expect(each).toMatchObject({code: 1, stdout: ''});
			expect(each.stderr).toContain(`${where} is a private p2pci network and you gave no key.`);
			expect(each.stderr).toContain('start with --key FILE');
		}
		expect(other).toMatchObject({code: 1, stdout: ''});
		expect(other.stderr).toContain(`${where} does not accept your key`);
		expect(classic).toMatchObject({code: 2, stdout: ''});
		expect(classic.stderr).toBe('Private networks speak P2P-CI/1.1: leave out --key or --protocol 1.0.\n');
		expect(unusable).toMatchObject({code: 1, stdout: ''});
		expect(unusable.stderr).toContain('cannot be used: it does not exist');

		await using raw = await RawClient.connect({port: net.peer(0).facts().uploadPort});
		await raw.send('GET RFC 100 P2P-CI/1.0\r\nHost: a\r\nOS: b\r\n\r\n');
		expect(await raw.readUntilClose()).not.toContain('P2P-CI');
		const said = 'sent plain text to this private port';
		await until(() =>
			net
				.peer(0)
				.wire.last(100)
				.some(({summary}) => summary.startsWith(said)),
		);
	});

	it('a peer without the key waits, says what it lacks, and sends nobody a document', async () => {
		await using home = await temporaryFolder();
		const place = await privateSwarm(home);
		await using net = place.net;
		const stranger = net.add({name: 'eve'});
		await expect(stranger.ready).rejects.toThrow('is a private p2pci network and you gave no key');
		expect(stranger.facts().session).toMatchObject({kind: 'waiting'});
		expect(net.server.facts().notices).toEqual([
			expect.objectContaining({kind: 'stranger', how: 'plain', address: '127.0.0.1'}),
		]);
	});

	it('the screens say that it is private, and how others join it', async () => {
		await using home = await temporaryFolder();
		await run(['key', home.at('lab.key')], {home: home.path});
		const own = ['--host', '127.0.0.1', '--key', home.at('lab.key')];
		await using server = startInTerminal(['server', '--port', '0', ...own], {home: home.path, columns: 120});
		await server.ready();
		await server.waitFor(/● 127\.0\.0\.1:\d+ +private/);
		const command = /--server 127\.0\.0\.1:(\d+) --key FILE --name YOU/;
		const [, port] = command.exec(await server.waitFor(command)) ?? [];
		const args = ['peer', '--name', 'bob', '--upload-port', '0', '--server', `127.0.0.1:${port}`, ...own];
		await using peer = startInTerminal(args, {home: home.path, columns: 120});
		await peer.waitFor(/● joined 127\.0\.0\.1:\d+.*private P2P-CI\/1\.1/);
		await server.waitFor(/bob +/);
		await using raw = await RawClient.connect({port: Number(port)});
		await raw.send('LIST ALL P2P-CI/1.0\r\n\r\n');
		await server.waitFor('127.0.0.1 sent plain text to this private port');
	});
});

it('with a key an open server is told from a private one, and is sent nothing', async () => {
	await using net = await swarm({peers: 1});
	const home = {home: net.folder.path};
	await run(['key', net.folder.at('lab.key')], home);
	const where = `127.0.0.1:${net.place.port}`;
	const asked = await run(['list', '--server', where, '--key', net.folder.at('lab.key')], home);
	expect(asked).toMatchObject({code: 1, stdout: ''});
	expect(asked.stderr).toBe(
		`You gave a key, but ${where} is an open server. Nothing was sent; leave --key out to join it unprotected.\n`,
	);
	expect(net.server.facts().notices).toEqual([expect.objectContaining({kind: 'stranger', how: 'encrypted'})]);
});
