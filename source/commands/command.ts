/** What a command is: its specification as data (from which its help is made), and what runs it. */
import {FailureError} from '../text/failures.ts';
import type {ConfigEntry} from './config-lines.ts';
import type {ExitCode} from './exit-codes.ts';

export type FlagSpec = {
	/** Without dashes, in kebab case. A switch that is on unless `--no-NAME` is given has the default `true`. */
	readonly name: string;
	/** What the value is called in the help; a flag without one is a switch. */
	readonly value?: string;
	readonly default?: string | boolean;
	readonly help: string;
};

export type OperandsSpec = {
	/** As the synopsis shows them, for instance `N...`. */
	readonly text: string;
	/** What is said when none is given, with a question and an example; they may be left out where this is absent. */
	readonly missing?: string;
	/** More than one may be given. */
	readonly many?: true;
};

export type CommandSpec = {
	readonly name: string;
	/** Words that are no flags; a command without them takes none. */
	readonly operands?: OperandsSpec;
	readonly summary: string;
	/** What is good to know besides, in lines. */
	readonly notes?: readonly string[];
	readonly flags: readonly FlagSpec[];
	readonly examples: readonly string[];
	readonly exits: readonly ExitCode[];
	/** Loads what runs it; nothing heavy is loaded before. */
	readonly load: () => Promise<{readonly run: Run}>;
};

/** Runs a command to its end. Rejects with a `FailureError` (exit 1) or a `UsageError` (exit 2). */
export type Run = (command: string, invocation: Invocation) => Promise<ExitCode>;

/** The command line cannot be meant. Its message is a sentence. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** A command line, taken apart. */
export class Invocation {
	readonly operands: readonly string[];
	/** What the config file says about keys of the screens. */
	readonly keys: readonly ConfigEntry[];
	readonly #flags: Readonly<Record<string, unknown>>;
	readonly #places: ReadonlyMap<string, string>;

	/** `flags`: values by flag name in kebab case; `places`: where the config file has those that come from it. */
	constructor(
		operands: readonly string[],
		flags: Readonly<Record<string, unknown>>,
		config: {readonly places?: ReadonlyMap<string, string>; readonly keys?: readonly ConfigEntry[]} = {},
	) {
		this.operands = operands;
		this.keys = config.keys ?? [];
		this.#flags = flags;
		this.#places = config.places ?? new Map();
	}

	/** The value of a flag that takes one; undefined when it is not given and has no default. */
	text(flag: string): string | undefined {
		const value = this.#flags[flag];
		if (typeof value !== 'string') return undefined;
		if (value === '') throw new UsageError(`--${flag} needs a value.`);
		return value;
	}

	/** Whether a switch is on. */
	on(flag: string): boolean {
		return this.#flags[flag] === true;
	}

	/** A value read by `read`; what does not fit is a usage error in a sentence. */
	value<Value>(flag: string, read: (text: string) => Value | undefined, expected: string): Value | undefined {
		const text = this.text(flag);
		if (text === undefined) return undefined;
		const value = read(text);
		if (value === undefined) {
			const place = this.#places.get(flag);
			const failure = {
				kind: 'flag-invalid',
				flag: place === undefined ? `--${flag}` : flag,
				value: text,
				expected,
			} as const;
			throw new UsageError(`${place === undefined ? '' : `${place}: `}${new FailureError(failure).message}`);
		}
		return value;
	}
}
