/** A command line to an invocation, by meow. */
import meow from 'meow';
import {type CommandSpec, Invocation, UsageError} from './command.ts';

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** Takes apart what follows the command's name. `help` when that was asked for. Throws a `UsageError`. */
export function parseArguments(spec: CommandSpec, argv: readonly string[]): Invocation | 'help' {
	const {input, flags, unnormalizedFlags} = split(spec, argv);
	if (flags.help === true) return 'help';
	checkUnknown(spec, Object.keys(unnormalizedFlags));
	checkOperands(spec, input);
	const values = spec.flags.map(({name}) => [name, (flags as Record<string, unknown>)[camelCase(name)]] as const);
	return new Invocation(input, Object.fromEntries(values));
}

function split(spec: CommandSpec, argv: readonly string[]) {
	const help = {type: 'boolean', shortFlag: 'h', default: false} as const;
	const flags = {help, ...Object.fromEntries(spec.flags.map(meowFlag))};
	try {
		return meow({importMeta: import.meta, argv, autoHelp: false, autoVersion: false, description: false, flags});
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function meowFlag({name, value, default: preset}: CommandSpec['flags'][number]) {
	const type = value === undefined ? ('boolean' as const) : ('string' as const);
	const fallback = preset ?? (type === 'boolean' ? false : undefined);
	return [camelCase(name), fallback === undefined ? {type} : {type, default: fallback}] as const;
}

function checkUnknown({name: command, flags}: CommandSpec, given: readonly string[]): void {
	const known = new Set(['help', 'h', ...flags.flatMap(({name}) => [name, camelCase(name)])]);
	const unknown = given.find(name => !known.has(name));
	if (unknown !== undefined) {
		throw new UsageError(`There is no flag --${unknown}. p2pci ${command} --help shows those there are.`);
	}
}

function checkOperands({name, operands}: CommandSpec, input: readonly string[]): void {
	const most = operands === undefined ? 0 : operands.endsWith('...') ? Number.POSITIVE_INFINITY : 1;
	if (input.length > most)
		throw new UsageError(
			`"${input[most]}" is more than p2pci ${name} takes. p2pci ${name} --help shows how it is used.`,
		);
	if (operands !== undefined && input.length === 0) throw new UsageError(`Which RFC? For instance: p2pci ${name} 2616`);
}
