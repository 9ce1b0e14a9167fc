/** The examples of the readme, typed: what it shows is what comes, but for numbers, names and times. */
import {appendFileSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, it} from 'vitest';
import {indexRecords} from '../helpers/index-records.ts';
import {argumentsOf, Shell} from '../helpers/paper-commands.ts';
import {unusedPort} from '../helpers/ports.ts';
import {startProcess} from '../helpers/process.ts';
import {realRfcFolder, realRfcs} from '../helpers/real-rfcs.ts';
import {temporaryFolder} from '../helpers/temp.ts';
import {until} from '../helpers/until.ts';

const readme = readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');

type Step = {readonly command: string; readonly remark: string; readonly shown: readonly string[]};

/** Each command with its remark, and the lines below it. */
const examples = [...readme.matchAll(/^```console\n(.*?)^```$/gms)].map(([, block = '']) =>
	block.split(/^\$ /m).flatMap((part): readonly Step[] => {
		const [first = '', ...shown] = part.trimEnd().split('\n');
		const [command = '', remark = ''] = first.split(/\s+# /);
		return command === '' ? [] : [{command, remark, shown}];
	}),
);

const anything = '…';
const who = '(?:alice|bob)';

/** What a line shows, as a pattern; `home` is the folder of the person. */
function patternOf(line: string, home: string): RegExp {
	const escaped = line.replaceAll(/[.+*?()[\]{}|\\^$]/g, '\\$&');
	const loose = escaped
		.replace(/p2pci-[\da-f]{16}/, 'p2pci-[\\da-f]+')
		.replaceAll(/(?<!rfc|RFC |-|SHA)\b\d(?:[\d,:]|\\\.(?=\d))*/g, '\\d[\\d,:.]*')
		.replaceAll(/\b(?:alice and bob|alice|bob)\b/g, `${who}(?: and ${who})?`)
		.replaceAll(/\b[KM]iB/g, '(?:[KM]i)?B')
		.replaceAll(/ {2,}/g, ' +')
		.replaceAll('/home/you', home);
	return new RegExp(`^${loose}$`);
}

/** What is also said on a slow machine. */
const slow = new RegExp(`^${who} has sent nothing for .+ of RFC \\d+\\.`);

/** Every line is there, in any order: several downloads end as they do. Where nothing is left out, there is no other. */
function expectShown(all: readonly string[], {command, shown}: Step, home: string): void {
	const whole = `${command}\n${all.join('\n')}`;
	const lines = all.filter(line => !slow.test(line));
	const told = shown.filter(line => line !== anything);
	for (const line of told)
		expect(
			lines.some(each => patternOf(line, home).test(each)),
			`${line}\n${whole}`,
		).toBe(true);
	if (told.length === shown.length) expect(lines.length, whole).toBe(shown.length);
}

it('a log, a search, downloads, a mirror that is damaged and restored, and a private network', async () => {
	await using home = await temporaryFolder();
	const port = await unusedPort();
	const place = `127.0.0.1:${port}`;
	writeFileSync(home.at('p2pci.conf'), `host = 127.0.0.1\nserver = ${place}\nserver.port = ${port}\n`);
	const env = {P2PCI_CONFIG: home.at('p2pci.conf')};
	const shell = new Shell(home, env);
	const started = (command: string) => startProcess(argumentsOf(command), {home: home.path, env});
	const [log = [], use = [], network = []] = examples;

	{
		const [step] = log;
		await using server = started(step?.command ?? '');
		await server.waitForLine(/^Started listening/);
		const sharing = `--rfcs ${realRfcFolder()} --upload-port 0`;
		// Alone at first, to be the one whose message is shown.
		await using bob = started(`p2pci peer --name bob ${sharing}`);
		await bob.waitForLine(/^Registered with /);
		await server.waitForLine(/JOIN PEER/);
		if (step) expectShown(server.lines.slice(0, step.shown.length), step, home.path);
		await using alice = started(`p2pci peer --name alice ${sharing}`);
		await alice.waitForLine(/^Registered with /);
		// What is not read yet cannot be verified.
		const records = 2 * realRfcs().length;
		await until(async () => {
			const read = (await indexRecords(port, 'LIST ALL')).filter(({digest}) => digest !== undefined);
			return read.length === records;
		});
		expect(use.length).toBeGreaterThan(5);
		for (const step of use) {
			if (step.remark.startsWith('after damage')) {
				appendFileSync(home.at('rfc-series/rfc791.txt'), '\n');
				rmSync(home.at('rfc-series/rfc793.txt'));
			}
			expectShown(await shell.show(step.command), step, home.path);
		}
	}

	await using crew = new AsyncDisposableStack();
	expect(network.length).toBeGreaterThan(3);
	for (const step of network) {
		const isStaying = /p2pci (?:server|peer) /.test(step.command);
		if (isStaying) await crew.use(started(step.command.replace(/6002$/, '0'))).waitForLine(/^Started|^Registered/);
		else expectShown(await shell.show(step.command), step, home.path);
	}
});
