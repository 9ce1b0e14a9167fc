/** The laboratory exercise (RFC 900007), done as it says: every command typed, every message compared. */
import {once} from 'node:events';
import {copyFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {expect, it} from 'vitest';
import {indexRecords} from '../helpers/index-records.ts';
import {argumentsOf, only, Shell, verbatimOf} from '../helpers/paper-commands.ts';
import {unusedPort} from '../helpers/ports.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {startInTerminal} from '../helpers/terminal.ts';
import {until} from '../helpers/until.ts';

const rfc = 900007;
const document = path.resolve(import.meta.dirname, `../../rfcs/rfc${rfc}.txt`);
const shown = verbatimOf(rfc);

type Message = {readonly direction: string; readonly party: string; readonly text: string};

const ctrlU = '\u0015';
const escaped = (text: string) => text.replaceAll(/[.+*?()[\]{}|\\^$]/g, '\\$&');

/** A message as the document shows it, as a pattern for what is on the wire. */
function patternOf(message: string): RegExp {
	const lines = message.trimEnd().split('\n');
	const patterns = lines.flatMap(line => {
		if (line.startsWith('(n bytes')) return [];
		if (line === '(an empty line)') return [''];
		const [name = ''] = line.split(':');
		if (/^(?:Date|Last-Modified)$/.test(name)) return [`${name}: \\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} GMT`];
		if (name === 'OS') return ['OS: \\S+ [\\d.]+'];
		if (line === 'Content-Length: n') return [`Content-Length: ${readFileSync(document).length}`];
		return [line.split('...').map(escaped).join('.+')];
	});
	return new RegExp(`^${patterns.map(pattern => `${pattern}\\r\\n`).join('')}`);
}

it('goes as it says', async () => {
	await using home = await temporaryFolder();
	// Its ports may be in use here: others take their places, and give them back in what is compared.
	const places = new Map<string, string>();
	for (const port of ['5555', '6001', '6002', '6999']) places.set(port, String(await unusedPort()));
	const here = (text: string) => text.replaceAll(/\b(?:5555|600[12]|6999)\b/g, port => places.get(port) ?? port);
	const ports = new Map([...places].map(([port, place]) => [place, port]));
	const asShown = (text: string) =>
		text.replaceAll(/(?<=127\.0\.0\.1[: ]|Port: )\d+/g, place => ports.get(place) ?? place);
	const server = here('127.0.0.1:5555');
	writeFileSync(home.at('p2pci.conf'), `host = 127.0.0.1\nserver = ${server}\n`);
	const env = {P2PCI_CONFIG: home.at('p2pci.conf')};
	const shell = new Shell(home, env);
	for (const folder of ['alice', 'bob']) mkdirSync(home.at(folder));
	copyFileSync(document, home.at('alice', path.basename(document)));

	const commands = only(shown, 'p2pci server').trim().split(/\n+/);
	const start = (ordinal: string) =>
		startInTerminal(argumentsOf(here(only(commands, ordinal))), {home: home.path, env, columns: 120, rows: 36});
	await using index = start('first');
	await index.ready();
	await using alice = start('second');
	await alice.waitFor(new RegExp(`ADD RFC ${rfc}[^]*OK`));
	await using bob = start('third');
	await bob.waitFor(' joined ');

	// Bob looks it up, and gets it from the row of Alice.
	await bob.press('3');
	await bob.type(String(rfc));
	await bob.press('enter');
	await bob.waitFor(here('127.0.0.1:6001'));
	await index.press('3');
	await index.waitFor(`LOOKUP RFC ${rfc}`);
	await bob.press('enter');
	await bob.waitFor(new RegExp(`ADD RFC ${rfc}[^]*OK`));
	expect(readFileSync(home.at('bob', path.basename(document)))).toEqual(readFileSync(document));
	expect(index.screen()).not.toContain('GET RFC');
	await alice.waitFor(`GET RFC ${rfc}`);

	// Every message, as Bob's Wire pane writes them into a file.
	await bob.press('[', 'w');
	await bob.waitFor(/Write \d+ messages/);
	await bob.press(ctrlU);
	await bob.type('report.ndjson');
	await bob.press('enter');
	await bob.waitFor('messages written to');
	const report = readFileSync(home.at('report.ndjson'), 'utf8').trim().split('\n');
	const messages = report.map((line): Message => JSON.parse(asShown(line)));
	const told = shown.filter(text => text.includes('(an empty line)'));
	expect(told).toHaveLength(5);
	for (const [at, text] of told.entries()) expect(messages[at]?.text).toMatch(patternOf(text));
	const looked = messages[1]?.text ?? '';

	// By hand.
	const asked = await shell.type(here(only(shown, "printf 'LOOKUP")));
	const added = looked.trim().split('\r\n').at(-1)?.replace('6001', '6002');
	expect(asShown(asked.stdout)).toBe(looked.replace(/\r\n$/, `${added}\r\n\r\n`));
	await shell.type(here(only(shown, "printf 'GET")));
	const answer = readFileSync(home.at('answer'));
	expect(answer.subarray(answer.indexOf('\r\n\r\n') + 4)).toEqual(readFileSync(document));

	// Joined by hand: gone at once, or here as long as something listens.
	const join = here(only(shown, "printf 'JOIN"));
	const port = Number(here('5555'));
	const peers = async () => (await indexRecords(port, 'LIST PEERS')).map(({host}) => host);
	expect((await shell.type(join)).stdout).toMatch(/^P2P-CI\/1\.0 200 OK\r\n/);
	await until(async () => !(await peers()).includes('me'));
	await using listener = createServer().listen(Number(here('6999')), '127.0.0.1');
	await once(listener, 'listening');
	const tried = once(listener, 'connection');
	await shell.type(join);
	await tried;
	expect(await peers()).toContain('me');
	listener.close();

	// Alice leaves with q, which would ask as long as she knows of a transfer: her line goes at once.
	await alice.waitFor('sent to 127.0.0.1');
	await alice.press('q');
	await until(async () => !asShown(index.screen()).includes('127.0.0.1:6001'));
	const left = await indexRecords(port, `LOOKUP RFC ${rfc}`);
	expect(left.map(({port: place}) => ports.get(String(place)))).toEqual(['6002']);
});
