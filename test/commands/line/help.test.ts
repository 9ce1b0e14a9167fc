import {describe, expect, it} from 'vitest';
import {commandHelp, fitted, programHelp} from '../../../source/commands/line/help.ts';
import {parseArguments} from '../../../source/commands/line/parse.ts';
import {exitCodes, exitMeanings} from '../../../source/commands/process/exit-codes.ts';
import {commandSpecs} from '../../../source/commands/specs.ts';

describe.each(commandSpecs)('the help of p2pci $name', spec => {
	const lines = commandHelp(spec).split('\n');
	const part = (title: string) => lines.slice(lines.indexOf(title) + 1, lines.indexOf('', lines.indexOf(title)));

	it('begins with what it does and how it is written', () => {
		expect(lines[0]).toBe(spec.summary);
		expect(part('Usage')).toEqual([`  p2pci ${spec.name}${spec.operands ? ` ${spec.operands.text}` : ''} [flags]`]);
	});

	it('tells every flag with its value and default', () => {
		const flags = part('Flags').join('\n');
		for (const {name, value, default: preset, help} of spec.flags) {
			expect(flags).toContain(value === undefined ? `--${preset === true ? 'no-' : ''}${name}` : `--${name} ${value}`);
			expect(flags).toContain(typeof preset === 'string' ? `${help} (default ${preset})` : help);
		}
		expect(flags).toContain('--help');
	});

	it('shows two examples that can be typed', () => {
		const examples = part('Examples');
		expect(examples).toHaveLength(2);
		for (const example of examples) {
			const words = [...example.trim().matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
			expect(words.slice(0, 2)).toEqual(['p2pci', spec.name]);
			expect(parseArguments(spec, words.slice(2))).not.toBe('help');
		}
	});

	it('names its exit codes, 0 and 2 among them', () => {
		const codes = part('Exit codes').join();
		for (const code of spec.exits) expect(codes).toContain(`${code} ${exitMeanings[code]}`);
		expect(spec.exits).toEqual(expect.arrayContaining([exitCodes.done, exitCodes.wrongUsage]));
	});

	it('fits a terminal of 120 columns, without tabs or trailing spaces', () => {
		for (const line of lines) expect(line).toMatch(/^(?=.{0,120}$)[^\t]*(?<! )$/);
	});
});

it('fits a terminal of 80 columns, in the same words; what is typed stays in one piece', () => {
	for (const help of [programHelp(commandSpecs), ...commandSpecs.map(commandHelp)]) {
		const text = fitted(help, 80);
		for (const line of text.split('\n'))
			if (!line.startsWith('  p2pci ')) expect(line).toMatch(/^(?=.{0,80}$).*(?<! )$/);
		expect(text.split(/\s+/)).toEqual(help.split(/\s+/));
	}
});

it('continues a line below its own text, if there is room', () => {
	const line = '  --json                  print one JSON document on stdout';
	const rows = ['  --json                  print one JSON document', '                          on stdout'];
	expect(fitted(line, 50)).toBe(rows.join('\n'));
	expect([fitted(line, 40), fitted(line)]).toEqual([line, line]);
	expect(fitted('Some words', 5)).toBe('Some words');
});

describe('the help of the program', () => {
	const text = programHelp(commandSpecs);

	it('names every command with its operands and what it does', () => {
		for (const {name, operands, summary} of commandSpecs) {
			const line = text.split('\n').find(each => each.startsWith(`  ${name} `));
			expect(line).toContain(`${name} ${operands?.text ?? ''}`.trimEnd());
			expect(line?.endsWith(`  ${summary}`)).toBe(true);
		}
	});

	it('shows where more is told, two examples, and the exit codes', () => {
		expect(text).toContain('p2pci COMMAND --help');
		expect(text.match(/^ {2}p2pci \w+/gm)?.length).toBeGreaterThanOrEqual(2);
		for (const [code, meaning] of Object.entries(exitMeanings)) expect(text).toContain(`${code} ${meaning}`);
	});
});
