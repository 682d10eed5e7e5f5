/** The folder in which every shown command is run. */
export declare const root: string;
/** Runs a command as a reader would who has installed the workspace. */
export declare const runShell: (command: string) => {
    output: string;
    status: number | null;
};
/** What differs from run to run and from machine to machine: times, rates, threads and memory. */
export declare const withoutMeasures: (text: string) => string;
/** A command that a document shows together with what it prints. */
export interface Shown {
    readonly command: string;
    readonly output: string;
}
export declare const shownIn: (text: string) => readonly Shown[];
/** Commands that a document asks its reader to run. */
export declare const commandsIn: (text: string) => readonly string[];
export declare const read: (document: string) => string;
/** Writes into a document what its commands print today; what differs only in measures stays. */
export declare const rewrite: (document: string) => void;
