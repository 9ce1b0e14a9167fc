/** What every part of a screen may ask of the program around it: its theme, and what the person is used to. */
import {createContext, useContext} from 'react';
import {keyOf} from './keys.ts';
import type {KeyStream} from './stdin/key-stream.ts';
import type {ThemeChoice} from './theme.ts';

/** What a person has used, so that it need not be hinted at. */
export type Skill = 'help' | 'palette';

/** What is remembered of how a person uses the screens. */
export type Habits = {
	/** Commands of the palette that were used, the newest first. */
	recent(): readonly string[];
	/** A command was used. */
	used(command: string): void;
	/** The person has found something. */
	did(skill: Skill): void;
	/** What a person who is new here should know; undefined once it is known, and after the third start. */
	hint(): string | undefined;
};

/** Habits as they are kept. `recent`: commands, the newest first. */
export type Known = {readonly starts: number; readonly did: readonly string[]; readonly recent: readonly string[]};

/** So many commands are remembered. */
const mostRecent = 12;

/** So many starts have hints. */
const hintedStarts = 3;

const hints: Readonly<Record<Skill, string>> = {help: 'shows all keys', palette: 'finds any command'};

/** Habits of a start after those that are known; `keep` is given what is known from now on. */
export function habitsFrom(before: Known, keep: (known: Known) => void): Habits {
	let known = before;
	const change = (next: Partial<Known>): void => {
		known = {...known, ...next};
		keep(known);
	};
	if (before.starts < hintedStarts) change({starts: before.starts + 1});
	return {
		recent: () => known.recent,
		used: command =>
			change({recent: [command, ...known.recent.filter(other => other !== command)].slice(0, mostRecent)}),
		did(skill) {
			if (!known.did.includes(skill)) change({did: [...known.did, skill]});
		},
		hint() {
			if (before.starts >= hintedStarts) return undefined;
			const open = (['help', 'palette'] as const).filter(skill => !known.did.includes(skill));
			return open.length === 0 ? undefined : `${open.map(skill => `${keyOf(skill)} ${hints[skill]}`).join(' · ')}.`;
		},
	};
}

/** Habits that are forgotten at the end, of a person who needs no hints. */
export const shortHabits = (): Habits => habitsFrom({starts: hintedStarts, did: [], recent: []}, () => {});

export type Program = {
	readonly theme: ThemeChoice;
	chooseTheme(choice: ThemeChoice): void;
	readonly habits: Habits;
	/** Whether notices also ring the bell. */
	readonly bell?: boolean | undefined;
	/** Whether the mouse is for the screen. */
	readonly mouse?: boolean | undefined;
	/** Where the mouse is told, and keys that Ink has no name for; absent where there is no terminal. */
	readonly keys?: KeyStream | undefined;
};

export const ProgramContext = createContext<Program>({theme: 'auto', chooseTheme: () => {}, habits: shortHabits()});

export const useProgram = (): Program => useContext(ProgramContext);
