/** View state inside the screen that outlasts a window which is for a while too small for any of it to be drawn. */
import {createContext, useContext, useEffect} from 'react';

export type KeptState = {
	/** Whether the window is too small, so that what is removed now comes back. */
	hides: boolean;
	readonly values: Map<string, unknown>;
};

export const newKeptState = (): KeptState => ({hides: false, values: new Map()});

/** The shell provides it, which alone knows why something is removed. */
export const KeptContext = createContext<KeptState>(newKeptState());

/** What `useKept` kept under this name before the window became too small; undefined when there is nothing. */
export function useBefore<Value>(name: string): Value | undefined {
	return useContext(KeptContext).values.get(name) as Value | undefined;
}

/** Keeps a value, as long as the component that calls it is not removed for another reason. */
export function useKept(name: string, value: unknown): void {
	const kept = useContext(KeptContext);
	useEffect(() => {
		kept.values.set(name, value);
	});
	useEffect(
		() => () => {
			if (!kept.hides) kept.values.delete(name);
		},
		[kept, name],
	);
}
