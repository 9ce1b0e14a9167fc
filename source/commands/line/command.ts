/** The types of a command: its specification as data, from which its help is made, and the function that runs it. */
import {FailureError, sentence} from '../../text/failures.ts';
import {typed} from '../../text/typed.ts';
import type {ExitCode} from '../process/exit-codes.ts';

export type FlagSpec = {
	/** In kebab case, without dashes. A switch that is on unless `--no-NAME` is given has the default `true`. */
	readonly name: string;
	/** The name of the value in the help; a flag without one is a switch. */
	readonly value?: string;
	readonly default?: string | boolean;
	readonly help: string;
	/**
	 * It does something else than flags of that name of other commands: the config file sets it as `COMMAND.NAME` alone.
	 */
	readonly apart?: true;
};

/** What is missing, and a command that has it. */
export type Missing = {readonly question: string; readonly example: string};

export type OperandsSpec = {
	/** As in the synopsis, for instance `N...`. */
	readonly text: string;
	/** Asked when none is given. If absent, operands are optional. */
	readonly missing?: Missing;
	/** More than one is allowed. */
	readonly many?: true;
};

export type CommandSpec = {
	readonly name: string;
	/** Arguments that are not flags; a command without `operands` takes none. */
	readonly operands?: OperandsSpec;
	readonly summary: string;
	/** Additional lines for the help. */
	readonly notes?: readonly string[];
	readonly flags: readonly FlagSpec[];
	readonly examples: readonly string[];
	readonly exits: readonly ExitCode[];
	/** Imports the module that runs the command, so that nothing heavy is loaded before. */
	readonly load: () => Promise<{readonly run: Run}>;
};

/** Runs a command to its end. Rejects with a `FailureError` (exit 1) or a `UsageError` (exit 2). */
export type Run = (command: string, invocation: Invocation) => Promise<ExitCode>;

/** The command line is invalid. The message is a sentence. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** The command line lacks an argument. */
export const missingArgument = ({question, example}: Missing): UsageError =>
	new UsageError(`${question} For instance: ${typed(example)}`);

/** An entry of the config file. */
export type ConfigEntry = {
	readonly name: string;
	readonly value: string;
	/** `FILE, line 3`. */
	readonly place: string;
};

/** What belongs to a command line beside its words. */
type InvocationContext = {
	readonly places?: ReadonlyMap<string, string>;
	readonly keys?: readonly ConfigEntry[];
	readonly doubt?: string | undefined;
};

/** A parsed command line. */
export class Invocation {
	readonly operands: readonly string[];
	/** The entries of the config file about keys of the screens. */
	readonly keys: readonly ConfigEntry[];
	/** A sentence to say where the command fails: what of the command line may have been meant otherwise. */
	readonly doubt: string | undefined;
	readonly #flags: Readonly<Record<string, unknown>>;
	readonly #places: ReadonlyMap<string, string>;

	/** `flags`: values by flag name in kebab case; `places`: the place in the config file of those that come from it. */
	constructor(operands: readonly string[], flags: Readonly<Record<string, unknown>>, config: InvocationContext = {}) {
		this.operands = operands;
		this.keys = config.keys ?? [];
		this.doubt = config.doubt;
		this.#flags = flags;
		this.#places = config.places ?? new Map();
	}

	/** The value of a flag; undefined when it is not given and has no default. */
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

	/** Whether the value of a flag comes from the config file: it was not asked for just now. */
	isPreset(flag: string): boolean {
		return this.#places.has(flag);
	}

	/** `--key`, or where in the config file it is set: `key (FILE, line 3)`. */
	nameOf(flag: string): string {
		const place = this.#places.get(flag);
		return place === undefined ? `--${flag}` : `${flag} (${place})`;
	}

	/** The value of a flag, parsed by `read`; an invalid one is a usage error with a sentence. */
	value<Value>(flag: string, read: (text: string) => Value | undefined, expected: string): Value | undefined {
		const text = this.text(flag);
		if (text === undefined) return undefined;
		const value = read(text);
		if (value === undefined) {
			const name = this.isPreset(flag) ? flag : `--${flag}`;
			throw this.refusal(flag, sentence({kind: 'flag-invalid', flag: name, value: text, expected}));
		}
		return value;
	}

	/**
	 * What `use` makes of the value of a flag; undefined when there is none. A failure names the place in the config file
	 * that the value comes from.
	 */
	async used<Value>(flag: string, use: (text: string) => Promise<Value>): Promise<Value | undefined> {
		const text = this.text(flag);
		if (text === undefined) return undefined;
		try {
			return await use(text);
		} catch (error) {
			const place = this.#places.get(flag);
			if (place === undefined || !(error instanceof FailureError)) throw error;
			throw new FailureError(error.failure, {cause: error, place});
		}
	}

	/** The error for a wrong value of a flag: the sentence, after its place if it comes from the config file. */
	refusal(flag: string, what: string): UsageError {
		const place = this.#places.get(flag);
		return new UsageError(place === undefined ? what : `${place}: ${what}`);
	}
}
