import {describe, expect, it, test} from 'vitest';
import {type CommandSpec, Invocation, UsageError} from '../../../source/commands/line/command.ts';
import {parseArguments} from '../../../source/commands/line/parse.ts';
import {commandSpecs, findCommand} from '../../../source/commands/specs.ts';

function spec(name: string): CommandSpec {
	const found = findCommand(name);
	if (!found) throw new Error(`no command ${name}`);
	return found;
}

function parse(name: string, ...argv: readonly string[]): Invocation {
	const parsed = parseArguments(spec(name), argv);
	if (!(parsed instanceof Invocation)) throw new Error('help was not asked for');
	return parsed;
}

/** The error for a wrong command line. */
function refusal(name: string, ...argv: readonly string[]): string {
	try {
		parse(name, ...argv);
	} catch (error) {
		if (error instanceof UsageError) return error.message;
		throw error;
	}
	throw new Error(`p2pci ${name} ${argv.join(' ')} was taken`);
}

describe('flags', () => {
	it('have their defaults when they are not given', () => {
		const peer = parse('peer');
		expect(peer.text('server')).toBe('127.0.0.1:5555');
		expect(peer.text('host')).toBe('::');
		expect(peer.text('name')).toBeUndefined();
		expect(peer.on('tui')).toBe(true);
		expect(peer.on('share')).toBe(true);
		expect(parse('get', '1').on('json')).toBe(false);
	});

	test.each([
		[['--server', '10.0.0.5:7734'], '10.0.0.5:7734'],
		[['--server=10.0.0.5:7734'], '10.0.0.5:7734'],
		[['--server', '[::1]:5555'], '[::1]:5555'],
		[['--server=a=b'], 'a=b'],
	])('%j is read as %s', (argv, value) => {
		expect(parse('lookup', '1', ...argv).text('server')).toBe(value);
	});

	it('of several words are written with dashes and read the same way', () => {
		expect(parse('peer', '--upload-port', '0').text('upload-port')).toBe('0');
		expect(refusal('peer', '--uploadPort', '0')).toContain('Did you mean --upload-port?');
		expect(refusal('peer', '--port', '0')).toContain('Did you mean --upload-port?');
		expect(refusal('server', '-p', '5556')).toContain('Did you mean --port?');
		expect(refusal('peer', '-p', '6002')).not.toContain('Did you mean');
	});

	it('that switch something off say no', () => {
		expect(parse('peer', '--no-tui').on('tui')).toBe(false);
		expect(parse('peer', '--no-share').on('share')).toBe(false);
	});

	it('keep numbers and text as they were typed', () => {
		expect(parse('peer', '--name', '007').text('name')).toBe('007');
		expect(parse('peer', '--name', 'true').text('name')).toBe('true');
	});

	test.each([
		[['--jsn'], 'There is no flag --jsn. Did you mean --json? p2pci get --help lists its flags.'],
		[['--constructor'], 'There is no flag --constructor. p2pci get --help lists its flags.'],
		[['--__proto__', '1'], 'There is no flag --__proto__. p2pci get --help lists its flags.'],
		[['--output.x', '1'], 'There is no flag --output.x. Did you mean --output? p2pci get --help lists its flags.'],
		[['--no-server'], 'There is no flag --no-server. Did you mean --server? p2pci get --help lists its flags.'],
		[['-x'], 'There is no flag -x. p2pci get --help lists its flags.'],
		[['--json', '--json'], '--json is given twice.'],
		[['--server', 'a', '--server=b'], '--server is given twice.'],
		[['--server'], '--server needs a value: --server HOST:PORT.'],
		[['--output='], '--output needs a value: --output FOLDER.'],
		[['--output', '--json'], '--output needs a value: --output FOLDER.'],
		[['--json=no'], '--json takes no value.'],
	])('%j are refused in a sentence', (argv, sentence) => {
		expect(refusal('get', '1', ...argv)).toBe(sentence);
	});

	it('have values that are negative numbers: what is wrong with these their readers say', () => {
		const parsed = parse('get', '1', '--pace', '-5');
		expect(parsed.text('pace')).toBe('-5');
	});

	it('are not looked for after --', () => {
		expect(parse('get', '--', '1', '--json').operands).toEqual(['1', '--json']);
	});
});

describe('operands', () => {
	it('that are numbers may be written as in the protocol, RFC and the number', () => {
		expect(parse('lookup', 'RFC', '2616').operands).toEqual(['2616']);
		expect(parse('get', 'rfc', '1', 'RFC', '2-3', 'rfc4', '5').operands).toEqual(['1', '2-3', 'rfc4', '5']);
		expect(parse('lookup', 'rfc').operands).toEqual(['rfc']);
		expect(refusal('lookup', 'RFC', 'one')).toContain('Unexpected argument "one"');
		expect(parse('search', 'rfc', '2616').operands).toEqual(['rfc', '2616']);
	});

	it('come in the order given, wherever flags stand', () => {
		expect(parse('get', '3', '--json', '1', '--output', 'x', '2').operands).toEqual(['3', '1', '2']);
	});

	test.each([
		['get', [], 'Which RFC? For instance: p2pci get 2616'],
		['lookup', [], 'Which RFC? For instance: p2pci lookup 2616'],
		['lookup', ['1', '2'], 'Unexpected argument "2". p2pci lookup --help shows the usage.'],
		['server', ['5556'], 'Unexpected argument "5556". Did you mean --port? p2pci server --help shows the usage.'],
		['peer', ['6002'], 'Unexpected argument "6002". Did you mean --upload-port? p2pci peer --help shows the usage.'],
		[
			'peer',
			['--server', '10.0.0.1', '5556'],
			'Unexpected argument "5556". Did you mean --server 10.0.0.1:5556? p2pci peer --help shows the usage.',
		],
		['peer', ['bob'], 'Unexpected argument "bob". Did you mean --name? p2pci peer --help shows the usage.'],
		['peer', ['--name', 'bob', 'smith'], 'Unexpected argument "smith". p2pci peer --help shows the usage.'],
		['mirror', ['rfcs'], 'Unexpected argument "rfcs". Did you mean --output? p2pci mirror --help shows the usage.'],
		[
			'list',
			['10.0.0.1'],
			'Unexpected argument "10.0.0.1". Did you mean --server 10.0.0.1? p2pci list --help shows the usage.',
		],
		[
			'mirror',
			['10.0.0.1', '7734'],
			'Unexpected argument "10.0.0.1". Did you mean --server 10.0.0.1:7734? p2pci mirror --help shows the usage.',
		],
		[
			'get',
			['2616', '10.0.0.1:7734'],
			'Unexpected argument "10.0.0.1:7734". Did you mean --server 10.0.0.1:7734? p2pci get --help shows the usage.',
		],
		[
			'lookup',
			['--server', '10.0.0.1', '7734', '2616'],
			'Unexpected argument "2616". Did you mean --server 10.0.0.1:7734? p2pci lookup --help shows the usage.',
		],
		[
			'get',
			['2616', '10.0.0.1', '--server', '10.0.0.2:5555'],
			'Unexpected argument "10.0.0.1". p2pci get --help shows the usage.',
		],
		['list', ['all'], 'Unexpected argument "all". p2pci list --help shows the usage.'],
	])('p2pci %s %j is refused in a sentence', (name, argv, sentence) => {
		expect(refusal(name, ...argv)).toBe(sentence);
	});

	it.each([
		[['2616', '--server', 'lab', '7734'], ['2616', '7734'], 'lab:7734'],
		[['--server=::1', '7734', '2616'], ['7734', '2616'], '[::1]:7734'],
		[['--server', '[::1]', '7734'], ['7734'], '[::1]:7734'],
		[['--server=[::1]:5555', '7734'], ['7734'], undefined],
		[['--server=lab', '7734', '2616'], ['7734', '2616'], 'lab:7734'],
		[['2616', '--server', 'lab:5555', '7734'], ['2616', '7734'], undefined],
		[['7734', '--server', 'lab'], ['7734'], undefined],
		[['--server', 'lab', '70000'], ['70000'], undefined],
		[['--server', 'lab', '--json', '7734'], ['7734'], undefined],
		[['--', '--server=lab', '7734'], ['--server=lab', '7734'], undefined],
	])('get %j: the word after the server is a number of an RFC, and may be a port', (argv, operands, server) => {
		const parsed = parse('get', ...argv);
		expect(parsed.operands).toEqual(operands);
		const port = server?.split(':').at(-1);
		const doubt = server && `If ${port} is the port of the index server, write --server ${server}.`;
		expect(parsed.doubt).toBe(doubt);
	});
});

test.each(commandSpecs.map(({name}) => name))('p2pci %s gives help when asked, whatever else is on the line', name => {
	expect(parseArguments(spec(name), ['--help'])).toBe('help');
	expect(parseArguments(spec(name), ['-h', '--no-such-flag'])).toBe('help');
	expect(parseArguments(spec(name), ['1', '2', '3', '--help'])).toBe('help');
});

describe('values', () => {
	it('that do not fit say what would', () => {
		const invocation = parse('get', '1', '--pace', 'quick');
		const read = () => invocation.value('pace', () => undefined, 'a rate');
		expect(read).toThrow(new UsageError('"quick" is not valid for --pace: it takes a rate.'));
		expect(invocation.value('pace', text => text.length, 'a rate')).toBe(5);
		expect(parse('get', '1').value('pace', text => text.length, 'a rate')).toBeUndefined();
	});
});
