import {homedir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {takeKeys} from '../../../source/commands/config-keys.ts';
import {parseDigest} from '../../../source/commands/documents/digest-text.ts';
import {folderOf} from '../../../source/commands/documents/saving.ts';
import {wantedVersions} from '../../../source/commands/documents/wanted.ts';
import {Invocation, UsageError} from '../../../source/commands/line/command.ts';
import {parseConfig, readConfig} from '../../../source/commands/line/config.ts';
import {configText} from '../../../source/commands/line/config-text.ts';
import {serverOf} from '../../../source/commands/line/flag-values.ts';
import {makeKey} from '../../../source/commands/line/key-file.ts';
import {networkOf} from '../../../source/commands/line/network.ts';
import {parseArguments} from '../../../source/commands/line/parse.ts';
import {presentationOf} from '../../../source/commands/presentation.ts';
import {commandSpecs, findCommand} from '../../../source/commands/specs.ts';
import {parseListenPort} from '../../../source/text/address.ts';
import {bindingFor, bindings, hintsFor, takeTable} from '../../../source/ui/keys.ts';
import {temporaryFolder} from '../../helpers/temp.ts';

const file = '/c/p2pci.conf';
const read = (...lines: readonly string[]) => parseConfig(lines.join('\n'), {specs: commandSpecs, file});

function run(name: string, argv: readonly string[], ...lines: readonly string[]): Invocation {
	const spec = findCommand(name);
	const parsed = spec === undefined ? undefined : parseArguments(spec, argv, () => read(...lines));
	if (!(parsed instanceof Invocation)) throw new Error(`no command line of ${name}`);
	return parsed;
}

function refusal(work: () => unknown): string {
	try {
		work();
	} catch (error) {
		if (error instanceof UsageError) return error.message;
		throw error;
	}
	throw new Error('it was taken');
}

describe('the config file', () => {
	it('sets flags for all commands that have them, and for one; the command line goes before it', () => {
		const lines = ['# mine', '', 'server = lab:7734', '  peer.server=hall:1 ', 'tui = no', 'json = yes'];
		expect(run('lookup', ['1'], ...lines).text('server')).toBe('lab:7734');
		expect(run('peer', [], ...lines).text('server')).toBe('hall:1');
		expect(run('peer', ['--server', 'here:2'], ...lines).text('server')).toBe('here:2');
		expect(run('peer', [], ...lines).on('tui')).toBe(false);
		expect(run('lookup', ['1'], ...lines).on('json')).toBe(true);
		expect(run('lookup', ['1', '--no-json'], ...lines).on('json')).toBe(false);
		expect(run('peer', [], ...lines).text('host')).toBe('::');
	});

	it('is empty where there is none, also where its folder is a file', () => {
		expect(readConfig(commandSpecs, '/nowhere/p2pci.conf').entries).toEqual([]);
		expect(readConfig(commandSpecs, `${process.execPath}/p2pci/p2pci.conf`).entries).toEqual([]);
	});

	it.each([
		[['port 5555'], `${file}, line 1: "port 5555" is not an option: write "name = value".`],
		[['port ='], `${file}, line 1: "port =" is not an option: write "name = value".`],
		[['', 'prt = 1'], `${file}, line 2: there is no option prt. Did you mean port? p2pci config lists them all.`],
		[
			['server.name = a'],
			`${file}, line 1: there is no option server.name. Did you mean server.port? p2pci config shows`,
		],
		[['no-tui = yes'], `${file}, line 1: there is no option no-tui. Write "tui = no".`],
		[['peer.no-share = yes'], `${file}, line 1: there is no option peer.no-share. Write "peer.share = no".`],
		[['tui = constructor'], `${file}, line 1: tui is yes or no, not "constructor".`],
		[['tui = maybe'], `${file}, line 1: tui is yes or no, not "maybe".`],
		[['port = 1', 'port = 2'], `${file}, line 2: port is set already, in line 1.`],
	])('refuses %j with file, line and name', (lines, message) => {
		expect(refusal(() => read(...lines))).toContain(message.slice(0, 60));
	});

	it('names its place when a command cannot use a value, unless the command line has another', () => {
		const invocation = run('server', [], 'port = 70000');
		expect(refusal(() => invocation.value('port', parseListenPort, 'a number'))).toBe(
			`${file}, line 1: "70000" is not valid for port: it takes a number.`,
		);
		expect(run('server', ['--port', '1'], 'port = 70000').value('port', parseListenPort, 'a number')).toBe(1);
	});

	it('names its place for the index server, too, which most commands have', () => {
		expect(refusal(() => serverOf(run('lookup', ['1'], 'server = "lab:7734"')))).toBe(
			`${file}, line 1: ""lab:7734"" is not valid for server: it takes HOST, HOST:PORT or [IPV6]:PORT, for instance 192.168.1.20:5555.`,
		);
	});

	it('names its place for a name that no peer can have, and for a file or folder that cannot be used', async () => {
		const places = {places: new Map([['name', 'f, line 1']])};
		const peer = await findCommand('peer')?.load();
		await expect(peer?.run('peer', new Invocation([], {name: 'a b', tui: false}, places))).rejects.toThrow(
			`f, line 1: "a b" cannot be a peer's name: a name has no spaces.`,
		);
		const key = networkOf(run('list', [], '', 'key = /nowhere/k'));
		await expect(key).rejects.toThrow(`${file}, line 2: The key file /nowhere/k cannot be used: it does not exist.`);
		const manifest = wantedVersions(run('get', ['1'], 'manifest = /nowhere/m'), 1);
		await expect(manifest).rejects.toThrow(`${file}, line 1: The manifest /nowhere/m cannot be used`);
		const output = folderOf(run('get', ['1'], `output = ${process.execPath}`));
		await expect(output).rejects.toThrow(`${file}, line 1: Cannot write to ${process.execPath} (it is not a folder)`);
	});

	it('never makes a command fail that was asked for something else', async () => {
		expect(run('verify', [], 'replace = yes').on('replace')).toBe(false);
		expect(run('verify', [], 'manifest = m').text('manifest')).toBeUndefined();
		const verify = await findCommand('verify')?.load();
		const usual = run('verify', ['/nowhere'], 'verify.replace = yes');
		await expect(verify?.run('verify', usual)).rejects.toThrow('/nowhere (it does not exist)');

		const digest = 'a'.repeat(64);
		const one = await wantedVersions(run('get', ['1', '--digest', digest], 'manifest = m'), 1);
		expect(one.digestOf(1)).toBe(parseDigest(digest));
		const all = wantedVersions(run('get', ['1', '2', '--manifest', '/nowhere/m'], `digest = ${digest}`), 2);
		await expect(all).rejects.toThrow('The manifest /nowhere/m cannot be used');
		await expect(wantedVersions(run('get', ['1', '2'], `digest = ${digest}`), 2)).rejects.toThrow(
			`digest (${file}, line 1) is for one RFC.`,
		);
	});

	it('never makes a network public or private against the command line', async () => {
		await using folder = await temporaryFolder();
		await makeKey(folder.at('k'));
		const named = await networkOf(run('list', ['--key', folder.at('k')], 'protocol = 1.0'));
		expect(named).toMatchObject({protocol: undefined, key: {}});
		const [usual, other] = [[`key = ${folder.at('k')}`], ['--protocol', '1.0']];
		await expect(networkOf(run('list', other, ...usual))).rejects.toThrow(
			`Private networks speak P2P-CI/1.1: leave out key (${file}, line 1) or --protocol 1.0.`,
		);
	});

	it('starts no conversation where plain lines are asked for, or nobody is there to talk with', () => {
		expect(presentationOf(run('server', ['--no-tui'], 'screen-reader = yes')).kind).toBe('plain');
		expect(presentationOf(run('server', ['--screen-reader'], 'tui = no')).kind).toBe('lines');
		expect(presentationOf(run('server', ['--screen-reader', '--no-tui'])).kind).toBe('lines');
	});

	it('takes ~ at the start of a path for the home folder, as a shell does', () => {
		expect(run('peer', [], 'rfcs = ~/rfc').text('rfcs')).toBe(path.join(homedir(), 'rfc'));
		expect(run('get', ['1'], 'get.output = ~').text('output')).toBe(homedir());
		expect(run('get', ['1'], 'manifest = ~bob/SUMS').text('manifest')).toBe('~bob/SUMS');
		expect(run('peer', [], 'name = ~/bob').text('name')).toBe('~/bob');
		// A shell leaves these as they are.
		expect(run('get', ['1', '--output=~/rfc']).text('output')).toBe(path.join(homedir(), 'rfc'));
		expect(run('list', ['--key=~/lab.key']).text('key')).toBe(path.join(homedir(), 'lab.key'));
		expect(run('verify', ['~/rfc']).operands).toEqual([path.join(homedir(), 'rfc')]);
		expect(run('search', ['~/rfc']).operands).toEqual(['~/rfc']);
	});

	it('is printed with every option and key, and reads as itself', () => {
		const given = read('server = lab:7734', 'peer.tui = no', 'key.pause = x');
		const text = configText({specs: commandSpecs, table: bindings, entries: given.entries}, file);
		for (const {flags} of commandSpecs) for (const {name} of flags) expect(text).toMatch(new RegExp(`\\b${name} = `));
		for (const {act} of bindings) expect(text).toMatch(new RegExp(`#?key\\.(?:[\\w-]+\\.)?${act} = `));
		expect(
			parseConfig(text, {specs: commandSpecs, file})
				.entries.map(({name, value}) => [name, value])
				.sort(),
		).toEqual(given.entries.map(({name, value}) => [name, value]).sort());
		const all = text.replace(/^#(?=[\w.-]+ = )/gm, '');
		takeKeys(parseConfig(all, {specs: commandSpecs, file}).keys);
		takeTable(bindings);
	});
});

describe('keys of the config file', () => {
	const take = (...lines: readonly string[]): void => takeKeys(read(...lines).keys);

	it('work, and are what hints tell', () => {
		take('key.pause = x ctrl-p', 'key.retry = f5'.replace('f5', 'e'), 'key.down = n');
		const contexts = ['transfers', 'list', 'panes', 'peer'] as const;
		expect(bindingFor(contexts, 'x')?.act).toBe('pause');
		expect(bindingFor(contexts, 'ctrl-p')?.act).toBe('pause');
		expect(bindingFor(contexts, 'p')).toBeUndefined();
		expect(hintsFor(contexts).map(({show, label}) => `${show} ${label}`)).toContain('x pause');
		expect(bindingFor(['list'], 'n')?.act).toBe('down');
		// A field keeps its arrows: its letters are typed.
		expect(bindingFor(['field'], 'n')).toBeUndefined();
		expect(bindingFor(['field'], 'down')?.act).toBe('down');
		takeTable(bindings);
	});

	it('of one place leave the others', () => {
		take('key.zoomed.back = x');
		expect(bindingFor(['zoomed'], 'x')?.act).toBe('back');
		expect(bindingFor(['peer'], 'esc')?.act).toBe('back');
		takeTable(bindings);
	});

	it('never take Ctrl-C away', () => {
		take('key.interrupt = ctrl-q');
		expect(bindingFor(['always'], 'ctrl-c')?.act).toBe('interrupt');
		expect(bindingFor(['always'], 'ctrl-q')?.act).toBe('interrupt');
		takeTable(bindings);
	});

	it.each([
		['key.pause = d', 'line 1: key.pause: d would mean both pause and drop in transfers.'],
		['key.puse = x', 'line 1: there is no key.puse. Did you mean key.pause?'],
		['key.reader.pause = x', 'line 1: key.reader.pause does not exist: pause has keys in transfers.'],
		['key.pause = hyper-x', 'line 1: key.pause: "hyper-x" is not a key.'],
	])('are refused with a sentence: %s', (line, message) => {
		expect(refusal(() => take(line))).toContain(`${file}, ${message}`);
		expect(bindingFor(['transfers'], 'p')?.act).toBe('pause');
	});
});
