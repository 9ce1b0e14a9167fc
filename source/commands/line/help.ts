/** Generates help texts from the specifications of the commands. */
import {wrap} from '../../ui/kit/wrap.ts';
import {exitMeanings} from '../process/exit-codes.ts';
import {flagName} from './check-flags.ts';
import type {CommandSpec, FlagSpec} from './command.ts';

const width = 24;

/** `--port PORT`, `--json`, `--no-tui`. */
const flagText = (flag: FlagSpec): string => flagName(flag) + (flag.value === undefined ? '' : ` ${flag.value}`);

function flagLine(flag: FlagSpec): string {
	const preset = typeof flag.default === 'string' ? ` (default ${flag.default})` : '';
	const left = flagText(flag);
	const gap = left.length < width ? left.padEnd(width) : `${left}\n${' '.repeat(width + 2)}`;
	return `  ${gap}${flag.help}${preset}`;
}

/** Columns that a text needs beside what stands on its left. */
const leastRoom = 20;

/**
 * A help for a terminal of this width: a line that is longer continues below its own text. Commands stay in one piece,
 * to be copied.
 */
export function fitted(help: string, columns = Number.POSITIVE_INFINITY): string {
	const rows = help.split('\n').flatMap(line => {
		const left = /^(?: {2}\S.*? {2,}| *)/.exec(line)?.[0] ?? '';
		const room = columns - left.length;
		if (line.length <= columns || room < leastRoom || line.startsWith('  p2pci ')) return [line];
		return wrap(line.slice(left.length), room).map((row, at) => (at === 0 ? left : ' '.repeat(left.length)) + row);
	});
	return rows.join('\n');
}

const helpFlag: FlagSpec = {name: 'help', help: 'show this help'};

/** The specification of a command, for `p2pci NAME --help`. */
export function commandHelp(spec: CommandSpec): string {
	const operands = spec.operands === undefined ? '' : ` ${spec.operands.text}`;
	return [
		spec.summary,
		...(spec.notes ?? []),
		'',
		'Usage',
		`  p2pci ${spec.name}${operands} [flags]`,
		'',
		'Flags',
		...[...spec.flags, helpFlag].map(flagLine),
		'',
		'Examples',
		...spec.examples.map(example => `  ${example}`),
		'',
		'Exit codes',
		`  ${spec.exits.map(code => `${code} ${exitMeanings[code]}`).join(' · ')}`,
		'',
	].join('\n');
}

/** The help of the whole program, for `p2pci --help`. */
export function programHelp(specs: readonly CommandSpec[]): string {
	const names = specs.map(({name, operands}) => `${name} ${operands?.text ?? ''}`);
	const widest = Math.max(...names.map(({length}) => length));
	const commands = specs.map(({summary}, at) => `  ${(names[at] ?? '').padEnd(widest)}  ${summary}`);
	return [
		'Share RFC documents peer to peer, with a centralized index (P2P-CI).',
		'',
		'Usage',
		'  p2pci COMMAND [flags]',
		'',
		'Commands',
		...commands,
		'',
		'Flags',
		`  ${'--help'.padEnd(width)}show this help; p2pci COMMAND --help shows that of a command`,
		`  ${'--version'.padEnd(width)}show the version`,
		'',
		'Examples',
		'  p2pci demo',
		'  p2pci peer --name bob --upload-port 6002',
		'',
		'Exit codes',
		`  ${Object.entries(exitMeanings)
			.map(([code, meaning]) => `${code} ${meaning}`)
			.join(' · ')}`,
		'',
	].join('\n');
}
