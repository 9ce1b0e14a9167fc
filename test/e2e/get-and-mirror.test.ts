/** `p2pci get`, `mirror` and `verify` as scripts run them, against a real server and real peers. */

import {createHash} from 'node:crypto';
import {writeFileSync} from 'node:fs';
import {appendFile, mkdir, readdir, readFile, readlink, rename, rm, symlink, utimes, writeFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {documentText, writeDocuments} from '../helpers/documents.ts';
import {indexRecords} from '../helpers/index-records.ts';
import {unusedPort} from '../helpers/ports.ts';
import {startProcess, startServer} from '../helpers/process.ts';
import {RawClient} from '../helpers/raw-client.ts';
import {realRfcFolder} from '../helpers/real-rfcs.ts';
import {renewals} from '../helpers/renewals.ts';
import {document, run} from '../helpers/run.ts';
import {type Swarm, swarm} from '../helpers/swarm.ts';
import {until} from '../helpers/until.ts';
import {uploader} from '../helpers/uploader.ts';

const digestOf = (text: string, encoding: 'hex' | 'base64' = 'base64') =>
	createHash('sha256').update(text).digest(encoding);

/** An announced document is at this uploader, until disposed. */
async function announced(
	net: Swarm,
	{rfc, port, text}: {rfc: number; port: number; text: string},
): Promise<AsyncDisposable> {
	await using joined = new AsyncDisposableStack();
	const holder = joined.use(await RawClient.connect({port: net.place.port}));
	await holder.send(
		`JOIN PEER P2P-CI/1.1\r\nHost: gone\r\nPort: ${port}\r\n\r\n` +
			`ADD RFC ${rfc} P2P-CI/1.1\r\nHost: gone\r\nTitle: Gone\r\nSize: ${text.length}\r\nRepr-Digest: sha-256=:${digestOf(text)}:\r\n\r\n`,
	);
	await until(() => holder.pending.split('200 OK').length === 3);
	joined.use(renewals(holder, 'gone'));
	return joined.move();
}

/** Runs a command against the swarm's server, in the swarm's folder. */
const inside = (net: Swarm, ...args: readonly string[]) =>
	run([...args, '--server', `${net.place.host}:${net.place.port}`], {home: net.folder.path});

const text = (net: Swarm, ...names: readonly string[]) => readFile(net.folder.at(...names), 'utf8');

/** Everything in a folder except documents: parts, journals, whatever is left. */
const leftovers = async (folder: string) => (await readdir(folder)).filter(name => !/^rfc\d+\.txt$/.test(name));

/** A peer that shares one document with this text, and has announced its digest. */
async function sharing(net: Swarm, name: string, shared: {readonly rfc: number; readonly text: string}): Promise<void> {
	await writeDocuments(net.folder.at(name, 'rfcs'), []);
	await writeFile(net.folder.at(name, 'rfcs', `rfc${shared.rfc}.txt`), shared.text);
	await net.add({name, rfcs: net.folder.at(name, 'rfcs')}).ready;
	await until(async () => {
		const records = await indexRecords(net.place.port, `LOOKUP RFC ${shared.rfc}`);
		return records.some(({host, digest}) => host === name && digest !== undefined);
	});
}

describe('p2pci get', () => {
	it('tells by its exit code what nobody has also where nobody reads its output', async () => {
		await using net = await swarm({peers: 1, documents: () => [100]});
		const args = ['get', '99', '100', '--output', net.folder.at('got'), '--server', `127.0.0.1:${net.place.port}`];
		await using get = startProcess(args, {home: net.folder.path});
		get.closeStdout();
		expect(await get.exit).toEqual({code: 4});
	});

	it('takes numbers and ranges, tells what nobody has, and gives programs one JSON document', async () => {
		await using net = await swarm({peers: 2, documents: at => [100 + at, 110 + at]});
		const ran = await inside(net, 'get', 'rfc111', '100-103', '--output', net.folder.at('got'), '--json');
		expect(ran.code).toBe(4);
		expect(ran.stderr).toContain('Nobody here has these RFCs now: 102-103.');
		const got = [111, 100, 101].map(rfc => ({
			rfc,
			file: net.folder.at('got', `rfc${rfc}.txt`),
			bytes: Buffer.byteLength(documentText(rfc, `Made-Up Document Number ${rfc}`)),
			from: rfc === 100 ? 'peer0' : 'peer1',
		}));
		expect(document(ran)).toMatchObject(got);
		for (const {rfc} of got)
			expect(await text(net, 'got', `rfc${rfc}.txt`)).toBe(documentText(rfc, `Made-Up Document Number ${rfc}`));
		expect(await leftovers(net.folder.at('got'))).toEqual([]);
	});

	it('can mean all there are, and prints the names of the files', async () => {
		await using net = await swarm({peers: 1, documents: () => [7, 9000]});
		// `none` is not there, so for the system this path leads nowhere.
		const ran = await inside(net, 'get', '1-2147483647', '--output', `${net.folder.at('none')}/../got`);
		expect(ran.code).toBe(4);
		expect(ran.stdout).toBe(`${net.folder.at('got', 'rfc7.txt')}\n${net.folder.at('got', 'rfc9000.txt')}\n`);
		expect(ran.stderr).toContain('Nobody here has these RFCs now: 1-6, 8-8999, 9001-2147483647.');
	});

	it('keeps what is there: the same bytes are not fetched again, others are refused unless --replace is given', async () => {
		await using net = await swarm({peers: 1, documents: () => [7]});
		const get = (...flags: readonly string[]) => inside(net, 'get', '7', '--output', net.folder.at('got'), ...flags);
		expect((await get()).code).toBe(0);
		const again = await get();
		expect(again).toMatchObject({code: 0, stderr: expect.stringMatching(/is here already with the same [\d,]+ bytes/)});
		await writeFile(net.folder.at('got', 'rfc7.txt'), 'mine');
		const refused = await get();
		expect(refused).toMatchObject({
			code: 1,
			stdout: '',
			stderr: expect.stringContaining('--replace takes the new one'),
		});
		expect(await text(net, 'got', 'rfc7.txt')).toBe('mine');
		expect((await get('--replace')).code).toBe(0);
		expect(await text(net, 'got', 'rfc7.txt')).toBe(documentText(7, 'Made-Up Document Number 7'));
		expect(await leftovers(net.folder.at('got'))).toEqual([]);
	});

	it('takes the version that most hold and says so, or the one that --digest or --manifest says', async () => {
		await using net = await swarm({peers: 0});
		const [common, rare] = ['The text that two have.\n', 'Another text, one has it.\n'];
		await sharing(net, 'alice', {rfc: 7, text: rare});
		await sharing(net, 'bob', {rfc: 7, text: common});
		await sharing(net, 'carol', {rfc: 7, text: common});
		const get = async (...flags: readonly string[]) => {
			await rm(net.folder.at('got'), {recursive: true, force: true});
			return inside(net, 'get', '7', '--output', net.folder.at('got'), ...flags);
		};
		const usual = await get('--json');
		expect(usual.stderr).toMatch(
			/RFC 7 is on offer in 2 versions: taking that of bob and carol, 1 address, sha-256=.*Other: alice, .*p2pci get 7 --digest SHA-256 takes another\.$/m,
		);
		expect(document(usual)).toMatchObject([{digest: `sha-256=:${digestOf(common)}:`, verified: 'digest'}]);
		expect(await text(net, 'got', 'rfc7.txt')).toBe(common);

		for (const digest of [digestOf(rare, 'hex'), `sha-256=:${digestOf(rare)}:`]) {
			expect(await get('--digest', digest)).toMatchObject({code: 0});
			expect(await text(net, 'got', 'rfc7.txt')).toBe(rare);
		}
		await writeFile(net.folder.at('SUMS'), `${digestOf(rare, 'hex')} *rfc7.txt\n`);
		expect(await get('--manifest', net.folder.at('SUMS'))).toMatchObject({code: 0});
		expect(await text(net, 'got', 'rfc7.txt')).toBe(rare);

		const absent = await get('--digest', digestOf('nobody', 'hex'));
		expect(absent).toMatchObject({code: 4, stderr: expect.stringContaining('; 3 peers with another version')});
		await writeFile(net.folder.at('SUMS'), `${digestOf(rare, 'hex')} *rfc8.txt\n`);
		const unlisted = await get('--manifest', net.folder.at('SUMS'));
		expect(unlisted).toMatchObject({code: 1, stderr: expect.stringContaining('RFC 7 is not in the manifest')});
	});

	it('marks what comes from peers of 1.0 as not verified, and checks it where the person says what is right', async () => {
		await using net = await swarm({peers: 1, documents: () => [7], options: () => ({protocol: '1.0'})});
		const right = documentText(7, 'Made-Up Document Number 7');
		const get = async (...flags: readonly string[]) => {
			await rm(net.folder.at('got'), {recursive: true, force: true});
			return inside(net, 'get', '7', '--output', net.folder.at('got'), ...flags);
		};
		const plain = await get('--json');
		expect(plain).toMatchObject({code: 0, stderr: expect.stringContaining('not verified')});
		expect(document(plain)).toMatchObject([{verified: 'length'}]);
		expect(document(await get('--json', '--digest', digestOf(right, 'hex')))).toMatchObject([{verified: 'digest'}]);
		const wrong = await get('--digest', digestOf('wrong', 'hex'));
		expect(wrong).toMatchObject({code: 1, stdout: ''});
		expect(wrong.stderr).toMatch(/^127\.0\.0\.1 has another version of RFC 7/);
		expect(await leftovers(net.folder.at('got')).catch(() => [])).toEqual([]);
		await expect(text(net, 'got', 'rfc7.txt')).rejects.toThrow('ENOENT');
	});
});

describe('p2pci mirror', () => {
	it('gets the real documents, byte-identical, and has nothing to do the second time', async () => {
		await using net = await swarm({peers: 0});
		await net.add({name: 'library', rfcs: realRfcFolder()}).ready;
		await net.add({name: 'second', rfcs: realRfcFolder()}).ready;
		const first = await inside(net, 'mirror', '--output', net.folder.at('mirror'));
		expect(first).toMatchObject({
			code: 0,
			stderr: expect.stringMatching(/^Got \d+ RFCs \(\d+ MiB\) in .*, from (?:library|second)/m),
		});
		const names = (await readdir(realRfcFolder())).filter(name => /^rfc\d+\.txt$/.test(name));
		expect(first.stdout.trimEnd().split('\n')).toHaveLength(names.length);
		for (const name of names) {
			expect(await readFile(net.folder.at('mirror', name))).toEqual(await readFile(`${realRfcFolder()}/${name}`));
		}
		expect(await leftovers(net.folder.at('mirror'))).toEqual([]);
		const second = await inside(net, 'mirror', '--output', net.folder.at('mirror'));
		expect(second).toMatchObject({
			code: 0,
			stdout: '',
			stderr: `Nothing to get: ${names.length} RFCs are here already.\n`,
		});
	});

	it('never overwrites a file: it tells what differs, exits with 1, and takes it with --replace', async () => {
		await using net = await swarm({peers: 0});
		await sharing(net, 'alice', {rfc: 7, text: 'Seven.\n'});
		await sharing(net, 'bob', {rfc: 8, text: 'Eight.\n'});
		await writeDocuments(net.folder.at('mirror'), []);
		// Of the same length, so that only the digest differs.
		await writeFile(net.folder.at('mirror', 'rfc7.txt'), 'SEVEN!\n');
		const mirror = async (...flags: readonly string[]) =>
			inside(net, 'mirror', '--output', net.folder.at('mirror'), '--json', ...flags);
		const kept = await mirror();
		expect(kept.code).toBe(1);
		expect(document(kept)).toMatchObject({
			got: [{rfc: 8, from: 'bob', verified: 'digest'}],
			differing: [{rfc: 7, reason: expect.stringContaining('--replace takes the new one')}],
			failed: [],
		});
		expect(await text(net, 'mirror', 'rfc7.txt')).toBe('SEVEN!\n');
		const replaced = await mirror('--replace');
		expect(replaced.code).toBe(0);
		expect(document(replaced)).toMatchObject({got: [{rfc: 7}], here: 1, differing: []});
		expect(await text(net, 'mirror', 'rfc7.txt')).toBe('Seven.\n');
		expect(await readdir(net.folder.at('mirror'))).toHaveLength(2);
	});

	it('puts its contents into a file that a power failure left empty, and says so', async () => {
		await using net = await swarm({peers: 0});
		for (const [name, rfc] of [
			['alice', 7],
			['bob', 8],
			['carol', 9],
		] as const)
			await sharing(net, name, {rfc, text: `${name}\n`});
		await writeDocuments(net.folder.at('here'), []);
		for (const rfc of [7, 8, 9]) await writeFile(net.folder.at('here', `rfc${rfc}.txt`), '');
		for (const rfc of [7, 8]) await utimes(net.folder.at('here', `rfc${rfc}.txt`), 1e9, 1e9);
		// Another program may be about to write the third one, which is new, however long this test takes.
		const soon = Date.now() / 1000 + 3600;
		await utimes(net.folder.at('here', 'rfc9.txt'), soon, soon);
		const got = await inside(net, 'get', '7', '--output', net.folder.at('here'));
		expect(got).toMatchObject({code: 0, stderr: expect.stringContaining('rfc7.txt was empty, and has its contents')});
		const mirrored = await inside(net, 'mirror', '--output', net.folder.at('here'));
		expect(mirrored.code).toBe(1);
		expect(mirrored.stderr).toContain('rfc8.txt was empty, and has its contents again.\n');
		expect(mirrored.stderr).toContain('rfc9.txt is there already with other contents (0 bytes;');
		expect(await Promise.all([7, 8, 9].map(rfc => text(net, 'here', `rfc${rfc}.txt`)))).toEqual([
			'alice\n',
			'bob\n',
			'',
		]);
		expect(await readdir(net.folder.at('here'))).toHaveLength(3);
	});

	it('replaces no folder that has the name of a document, and does not ask anybody for it in vain', async () => {
		await using net = await swarm({peers: 0});
		await sharing(net, 'alice', {rfc: 7, text: 'Seven.\n'});
		await mkdir(net.folder.at('mirror', 'rfc7.txt'), {recursive: true});
		const ran = await inside(net, 'mirror', '--output', net.folder.at('mirror'), '--replace', '--json');
		expect(ran.code).toBe(1);
		expect(document(ran)).toMatchObject({
			got: [],
			failed: [],
			differing: [{rfc: 7, reason: expect.stringContaining('what is there cannot be read: it is a folder')}],
		});
	});

	it('counts among those that are here what another program has saved since it failed', async () => {
		await using net = await swarm({peers: 1, documents: () => [101]});
		const folder = net.folder.at('mirror');
		await using upload = await uploader('gone', ({socket}) => {
			writeFileSync(`${folder}/rfc102.txt`, 'gone\n');
			socket.write('P2P-CI/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
		});
		await using _gone = await announced(net, {rfc: 102, port: upload.port, text: 'gone\n'});
		const ran = await inside(net, 'mirror', '--output', folder, '--json');
		expect(ran.code).toBe(0);
		expect(document(ran)).toMatchObject({got: [{rfc: 101}], here: 1, failed: []});
	});

	it('stops in order when nobody reads its lines any more, and does not claim to be done', async () => {
		// So many, and so slowly, that there are some left however late it is noticed.
		const documents = () => Array.from({length: 200}, (_, at) => at + 1);
		await using net = await swarm({peers: 1, documents, lines: 500});
		const args = ['mirror', '--output', net.folder.at('mirror'), '--server', `127.0.0.1:${net.place.port}`];
		await using mirror = startProcess([...args, '--pace', '30KiB/s'], {home: net.folder.path});
		await mirror.waitForLine(/rfc\d+\.txt$/);
		mirror.closeStdout();
		expect(await mirror.exit).toEqual({code: 130});
		expect(mirror.stderr).toContain('run it again');
		const saved = (await readdir(net.folder.at('mirror'))).filter(name => /^rfc\d+\.txt$/.test(name));
		expect(saved.length).toBeLessThan(200);
	});

	it('can be stopped, and goes on when it is started again', async () => {
		const many = Array.from({length: 40}, (_, at) => at + 1);
		// The second peer takes so long that there is something left, however late the signal comes.
		const lines = (at: number) => (at === 0 ? 1500 : 8000);
		await using net = await swarm({
			...{peers: 2, lines, documents: at => (at === 0 ? many : [900])},
			options: at => (at === 0 ? {} : {pace: 8000}),
		});
		const args = ['mirror', '--output', net.folder.at('mirror'), '--server', `127.0.0.1:${net.place.port}`];
		await using first = startProcess([...args, '--pace', '150KiB/s'], {home: net.folder.path});
		await first.waitForLine(/rfc\d+\.txt$/);
		first.kill('SIGINT');
		expect(await first.exit).toEqual({code: 130});
		expect(first.stderr).toContain('run it again');
		const done = first.lines.length;
		expect(done).toBeLessThanOrEqual(40);
		net.peer(1).setPace(undefined);
		const second = await inside(net, 'mirror', '--output', net.folder.at('mirror'));
		expect(second.code).toBe(0);
		expect(second.stdout.trimEnd().split('\n')).toHaveLength(41 - done);
		expect(await readdir(net.folder.at('mirror'))).toHaveLength(41);
		for (const [rfc, count] of [
			[1, lines(0)],
			[40, lines(0)],
			[900, lines(1)],
		] as const) {
			expect(await text(net, 'mirror', `rfc${rfc}.txt`)).toBe(
				documentText(rfc, `Made-Up Document Number ${rfc}`, count),
			);
		}
	});

	it('with --watch follows the network, and ends with 0 by a signal', async () => {
		await using net = await swarm({peers: 1, documents: () => [101]});
		const home = {home: net.folder.path};
		const place = `127.0.0.1:${net.place.port}`;
		await using mirror = startProcess(
			['mirror', '--watch', '--json', '--output', net.folder.at('mirror'), '--server', place],
			home,
		);
		await mirror.waitForLine(/"rfc":101/);
		await until(() => mirror.stderr.includes('Following'));
		await writeFile(net.folder.at('peer0', 'rfcs', 'rfc102.txt'), documentText(102, 'New'));
		await mirror.waitForLine(/"rfc":102/);
		await sharing(net, 'bob', {rfc: 103, text: 'Another.\n'});
		await mirror.waitForLine(/"rfc":103.*"from":"bob"/);
		expect(await text(net, 'mirror', 'rfc102.txt')).toBe(documentText(102, 'New'));
		mirror.kill('SIGTERM');
		expect(await mirror.exit).toEqual({code: 0});
		expect(await leftovers(net.folder.at('mirror'))).toEqual([]);
	});

	it('with --watch forgets what was wrong once the network has what is here', async () => {
		await using net = await swarm({peers: 1, documents: () => [101]});
		await writeDocuments(net.folder.at('mirror'), [101]);
		const mine = await text(net, 'mirror', 'rfc101.txt');
		const theirs = net.folder.at('peer0', 'rfcs', 'rfc101.txt');
		await until(() => net.peer(0).facts().shared === 1);
		await writeFile(theirs, 'Other contents.\n');
		const place = `127.0.0.1:${net.place.port}`;
		const isShared = async (contents: string) =>
			(await net.peer(0).lookup(101, AbortSignal.timeout(5000)))[0]?.digest === `sha-256=:${digestOf(contents)}:`;
		await until(() => isShared('Other contents.\n'));
		await using mirror = startProcess(['mirror', '--watch', '--output', net.folder.at('mirror'), '--server', place], {
			home: net.folder.path,
		});
		await until(() => mirror.stderr.includes('other contents') && mirror.stderr.includes('Following'));
		await writeFile(theirs, mine);
		await until(() => isShared(mine));
		await sharing(net, 'bob', {rfc: 102, text: 'New.\n'});
		await mirror.waitForLine(/rfc102\.txt$/);
		mirror.kill('SIGTERM');
		expect(await mirror.exit).toEqual({code: 0});
		// Of the time it was mostly waiting.
		expect(mirror.stderr).toMatch(/Got 1 RFC \([^)]*\), from bob\.\n$/);
	});

	it('with --watch gets what a server that came back has', async () => {
		await using net = await swarm({peers: 0});
		const home = {home: net.folder.path};
		const port = await unusedPort();
		const server = await startServer({...home, port});
		const place = `127.0.0.1:${port}`;
		await using mirror = startProcess(
			['mirror', '--watch', '--output', net.folder.at('mirror'), '--server', place],
			home,
		);
		await until(() => mirror.stderr.includes('Following'));
		await server[Symbol.asyncDispose]();
		await until(() => mirror.stderr.includes('Lost the index server'));
		await using _again = await startServer({...home, port});
		await writeDocuments(net.folder.at('rfcs'), [9]);
		await using peer = startProcess(
			[
				'peer',
				'--name',
				'bob',
				'--host',
				'127.0.0.1',
				'--upload-port',
				'0',
				'--rfcs',
				net.folder.at('rfcs'),
				'--server',
				place,
			],
			home,
		);
		await peer.waitForLine(/^Registered/);
		await mirror.waitForLine(/rfc9\.txt$/, 30_000);
	});

	it('leaves what it cannot read, and tells that', async () => {
		await using net = await swarm({peers: 0});
		await sharing(net, 'alice', {rfc: 7, text: 'Seven.\n'});
		await writeDocuments(net.folder.at('mirror', 'rfc7.txt'), []);
		const ran = await inside(net, 'mirror', '--output', net.folder.at('mirror'));
		expect(ran).toMatchObject({code: 1, stdout: ''});
		expect(ran.stderr).toMatch(
			/^RFC 7 could not be saved as .*rfc7\.txt \(what is there cannot be read: it is a folder\)/,
		);
	});

	it('takes only what the manifest names', async () => {
		await using net = await swarm({peers: 1, documents: () => [7, 8]});
		const right = documentText(7, 'Made-Up Document Number 7');
		await writeFile(net.folder.at('SUMS'), `${digestOf(right, 'hex')}  rfc7.txt\n`);
		const ran = await inside(net, 'mirror', '--output', net.folder.at('mirror'), '--manifest', net.folder.at('SUMS'));
		expect(ran).toMatchObject({code: 0, stderr: expect.stringContaining('1 RFC on offer, but not in the manifest')});
		expect(await readdir(net.folder.at('mirror'))).toEqual(['rfc7.txt']);
	});
});

describe('p2pci verify', () => {
	it('tells every file that is not as recorded, with exit code 1', async () => {
		await using net = await swarm({peers: 0});
		const folder = net.folder.at('docs');
		await writeDocuments(folder, [1, 2, 3]);
		const verify = (...flags: readonly string[]) => run(['verify', folder, ...flags], {home: net.folder.path});
		expect(await verify()).toMatchObject({
			code: 1,
			stdout: '',
			stderr: expect.stringContaining('SHA256SUMS cannot be used: it does not exist'),
		});
		expect(await verify('--write')).toMatchObject({code: 0, stderr: expect.stringContaining('3 files')});
		expect(await verify()).toMatchObject({code: 0, stdout: ''});
		await appendFile(`${folder}/rfc1.txt`, 'x');
		await rm(`${folder}/rfc2.txt`);
		await writeDocuments(folder, [4]);
		await writeDocuments(`${folder}/rfc5.txt`, []);
		await symlink('nowhere', `${folder}/rfc6.txt`);
		const bad = await verify();
		expect(bad.code).toBe(1);
		expect(bad.stdout).toBe(
			'wrong       rfc1.txt\nmissing     rfc2.txt\nextra       rfc4.txt\nunreadable  rfc5.txt (it is a folder)\nunreadable  rfc6.txt (it is a link to nothing)\n',
		);
		const json = await verify('--json');
		expect(document(json)).toMatchObject({
			right: 1,
			findings: [{rfc: 1, file: 'rfc1.txt', problem: 'wrong'}, {rfc: 2}, {rfc: 4}, {rfc: 5}, {rfc: 6}],
		});
	});

	it('--write adds what is new, and loses nothing that was recorded unless --replace is given', async () => {
		await using net = await swarm({peers: 0});
		const folder = net.folder.at('docs');
		await writeDocuments(folder, [10, 9]);
		const write = (...flags: readonly string[]) =>
			run(['verify', folder, '--write', ...flags], {home: net.folder.path});
		await write();
		// A manifest may be kept elsewhere.
		await rename(`${folder}/SHA256SUMS`, net.folder.at('sums'));
		await symlink(net.folder.at('sums'), `${folder}/SHA256SUMS`);
		await appendFile(`${folder}/SHA256SUMS`, `# mine\n${'0'.repeat(64)}  notes.pdf\n`);
		await writeDocuments(folder, [11]);
		expect((await write()).code).toBe(0);
		const before = await text(net, 'docs', 'SHA256SUMS');
		expect(before.split('\n').map(line => line.replace(/^\S{64} {2}/, ''))).toEqual([
			'rfc9.txt',
			'rfc10.txt',
			'rfc11.txt',
			'# mine',
			'notes.pdf',
			'',
		]);
		await appendFile(`${folder}/rfc9.txt`, 'x');
		await rm(`${folder}/rfc10.txt`);
		const refused = await write();
		expect(refused).toMatchObject({code: 1, stdout: 'wrong       rfc9.txt\nmissing     rfc10.txt\n'});
		expect(await text(net, 'docs', 'SHA256SUMS')).toBe(before);
		const replaced = await write('--replace', '--json');
		expect([replaced.code, document(replaced)]).toMatchObject([0, {files: 2, right: 2, findings: []}]);
		expect(await text(net, 'sums')).toContain(digestOf(await text(net, 'docs', 'rfc9.txt'), 'hex'));
		expect(await leftovers(folder)).toEqual(['SHA256SUMS']);
		const nowhere = await write('--manifest', net.folder.at('docs', 'rfc9.txt', 'sums'));
		expect(nowhere.code).toBe(1);
		expect(nowhere.stderr).toMatch(/^Cannot write the manifest .*sums .*Give another: --manifest FILE\.\n$/);
	});
});

// A mirror tries again what failed: these two wait at the same time.
describe.concurrent('what cannot be had or saved', () => {
	it('is told by p2pci mirror, which gets all else, and exits with 1', async () => {
		await using net = await swarm({peers: 1, documents: () => [101]});
		// Announced, but its holder has it no more.
		await using upload = await uploader('gone', ({socket}) =>
			socket.write('P2P-CI/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'),
		);
		await using _gone = await announced(net, {rfc: 102, port: upload.port, text: 'gone\n'});
		const ran = await inside(net, 'mirror', '--output', net.folder.at('mirror'), '--json');
		expect(ran.code).toBe(1);
		expect(document(ran)).toMatchObject({
			got: [{rfc: 101}],
			failed: [{rfc: 102, reason: expect.stringContaining('gone')}],
		});
	});

	it('because something that cannot be read has its name is a failure that says so, with --replace, too', async () => {
		await using net = await swarm({peers: 1, documents: () => [7, 8, 9]});
		const check = async (folder: string, ...args: readonly string[]): Promise<void> => {
			await mkdir(`${folder}/rfc7.txt`, {recursive: true});
			await symlink('nowhere', `${folder}/rfc8.txt`);
			const ran = await inside(net, ...args, '--output', folder);
			const cannot = (rfc: number, why: string) =>
				`RFC ${rfc} could not be saved as ${folder}/rfc${rfc}.txt (what is there cannot be read: ${why}).`;
			expect(ran.code).toBe(1);
			expect(ran.stderr).toContain(cannot(7, 'it is a folder'));
			expect(ran.stderr).toContain(cannot(8, 'it is a link to nothing'));
			expect(ran.stderr.match(/could not be saved/g)).toHaveLength(2);
			expect((await readdir(folder)).sort()).toEqual(['rfc7.txt', 'rfc8.txt', 'rfc9.txt']);
			expect(await readlink(`${folder}/rfc8.txt`)).toBe('nowhere');
		};
		const ways = [['get', '7-9'], ['get', '7-9', '--replace'], ['mirror'], ['mirror', '--replace']];
		await Promise.all(ways.map((args, at) => check(net.folder.at(`out${at}`), ...args)));
	});
});

describe('a folder that somebody removes while a command saves documents in it', () => {
	const many = Array.from({length: 60}, (_, index) => index + 1);
	/** Comes last: only when its holder is let loose. */
	const last = 900;

	const sharing60And1 = () =>
		swarm({
			...{peers: 2, lines: at => (at === 0 ? 200 : 8000), documents: at => (at === 0 ? many : [last])},
			// Never silent, but long on its way.
			options: at => (at === 0 ? {} : {pace: 8000}),
		});

	/** Starts a command, and resolves with the name of the first document that came. */
	async function begun(net: Swarm, args: readonly string[]) {
		const flags = ['--server', `${net.place.host}:${net.place.port}`, '--output', net.folder.at('out')];
		const command = startProcess([...args, ...flags], {home: net.folder.path});
		const names = () => readdir(net.folder.at('out')).catch(() => []);
		const first = await until(async () => (await names()).find(name => /^rfc\d+\.txt$/.test(name)));
		return {command, first};
	}

	/** What a command said, but for what it also says on a slow machine: that the last one is slow, and how far it is. */
	const said = (stderr: string) => stderr.replace(/^(?:peer1 has sent |\d+ of \d+ RFCs, ).*\n/gm, '');

	for (const args of [['mirror'], ['mirror', '--watch'], ['get', '1-60', String(last)]]) {
		it(`fails p2pci ${args.join(' ')} with one sentence, and is not begun again`, async () => {
			await using net = await sharing60And1();
			const {command} = await begun(net, args);
			await using _ = command;
			await rename(net.folder.at('out'), net.folder.at('away'));
			net.peer(1).setPace(undefined);
			expect((await command.exit).code, command.stderr).toBe(1);
			expect(said(command.stderr)).toMatch(
				/^\S+out was removed while RFCs were being saved there, and all of the \d+ RFCs? that came\. Run it again to get them\.\n$/,
			);
			expect(await readdir(net.folder.path)).not.toContain('out');
		});
	}

	it('is noticed where it is there again, or only documents were removed', async () => {
		await using net = await sharing60And1();
		const {command, first} = await begun(net, ['mirror']);
		await using _ = command;
		await rm(net.folder.at('out', first));
		net.peer(1).setPace(undefined);
		expect((await command.exit).code, command.stderr).toBe(1);
		expect(said(command.stderr)).toBe(
			`Documents were removed from ${net.folder.at('out')} while RFCs were being saved there, and 1 of the 61 RFCs that came. Run it again to get them.\n`,
		);
		expect(await inside(net, 'mirror', '--output', net.folder.at('out'))).toMatchObject({code: 0});
	});
});
