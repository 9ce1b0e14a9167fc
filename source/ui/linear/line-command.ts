/** Commands that are typed as lines: how a line is taken apart, and what help says. */
import {sentence} from '../../text/failures.ts';
import {sentenceOf} from '../said.ts';
import type {Dialogue} from './dialogue.ts';

export type LineCommand<Ground> = {
	readonly names: readonly string[];
	/** The name of the argument; absent when there is none. */
	readonly argument?: string;
	/** Asked when the argument is missing; absent when the command works without it. */
	readonly question?: string;
	readonly label: string;
	/** Rejects with the failure to be reported. */
	run(argument: string, ground: Ground): Promise<void> | void;
};

/** Splits a line into a command and its argument; a digit is an operation of the menu. */
export function taken(line: string): readonly [word: string, argument: string] {
	const [first = '', ...rest] = line.split(/\s+/);
	return [first.toLowerCase(), rest.join(' ')];
}

/** Whether a word asks for all commands. */
export const asksForHelp = (word: string): boolean => word === 'help' || word === '?';

/** Says every command in a line of its own. */
export function sayCommands(commands: readonly LineCommand<never>[], talk: Dialogue): void {
	for (const {names, argument, question, label} of commands) {
		const what = argument === undefined ? '' : question === undefined ? `, or with ${argument}` : ` ${argument}`;
		talk.say(`${names.join(' or ')}${what}: ${label}.`);
	}
}

/** Runs the command in a line, or says that there is none. False at the end of the input. */
export async function runLine<Ground extends {readonly talk: Dialogue}>(
	line: string,
	commands: readonly LineCommand<Ground>[],
	ground: Ground,
): Promise<boolean> {
	const {talk} = ground;
	const [word, argument] = taken(line);
	const command = commands.find(({names}) => names.includes(word));
	if (command === undefined) {
		talk.say(`There is no command ${word}. help tells those there are.`);
		return true;
	}
	try {
		const {question} = command;
		const text = question === undefined || argument !== '' ? argument : await talk.ask(question);
		if (text === undefined) return false;
		if (text === '' && question !== undefined) talk.say('Cancelled.');
		else await command.run(text, ground);
	} catch (error) {
		talk.say(sentenceOf(error, sentence));
	}
	return true;
}
