/** What every part of a screen may need from the program: its theme, and the person's habits. */
import {createContext, useContext} from 'react';
import {keyOf} from './keys.ts';
import type {KeyStream} from './stdin/key-stream.ts';
import type {ThemeChoice} from './theme.ts';

/** Something that the person has used and needs no more hints about. */
export type Skill = 'help' | 'palette';

/** What is remembered about how a person uses the screens. */
export type Habits = {
	/** Recently used commands of the palette, the newest first. */
	recent(): readonly string[];
	/** Records that a command was used. */
	used(command: string): void;
	/** Records that the person has discovered something. */
	did(skill: Skill): void;
	/** A hint for a new user; undefined once it is known, and after the third start. */
	hint(): string | undefined;
};

/** Stored habits. `recent`: commands, the newest first. */
export type Known = {readonly starts: number; readonly did: readonly string[]; readonly recent: readonly string[]};

/** Maximum number of recent commands. */
const mostRecent = 12;

/** Hints appear during this many starts. */
const hintedStarts = 3;

const hints: Readonly<Record<Skill, string>> = {help: 'shows all keys', palette: 'finds any command'};

/** The habits for a new start; `keep` is called with each change, to store it. */
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
			return open.length === 0
				? undefined
				: `${open.map(skill => `${keyOf(skill, 'panes')} ${hints[skill]}`).join(' · ')}.`;
		},
	};
}

/** Habits that are not stored, for a person who needs no hints. */
export const shortHabits = (): Habits => habitsFrom({starts: hintedStarts, did: [], recent: []}, () => {});

export type Program = {
	readonly theme: ThemeChoice;
	chooseTheme(choice: ThemeChoice): void;
	readonly habits: Habits;
	/** Whether notifications also ring the bell. */
	readonly bell?: boolean | undefined;
	/** Whether the screen uses the mouse. */
	readonly mouse?: boolean | undefined;
	/** The source of mouse events, and of keys that Ink has no name for; absent without a terminal. */
	readonly keys?: KeyStream | undefined;
};

export const ProgramContext = createContext<Program>({theme: 'auto', chooseTheme: () => {}, habits: shortHabits()});

export const useProgram = (): Program => useContext(ProgramContext);
