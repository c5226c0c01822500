import { join } from "node:path";
import type { BindingElement } from "typescript/unstable/ast";
import {
  isBindingElement,
  isFunctionDeclaration,
  isObjectBindingPattern,
  isParameterDeclaration,
  isPropertySignatureDeclaration,
} from "typescript/unstable/ast/is";
import {
  API,
  type Checker,
  type Symbol as Named,
  NodeBuilderFlags,
  type Project,
  type Signature,
  SignatureKind,
  SymbolFlags,
  type Type,
} from "typescript/unstable/sync";
import { repositoryRoot } from "../../loaders/store/paths.js";

// The compiler's way in is called unstable, and its version is pinned. It is used in this file alone.

/** A value that a module exports, as its reference tells it. */
export interface Exported {
  /** Below the repository, with forward slashes. */
  file: string;
  name: string;
  /** The comment over it, as one paragraph; empty if there is none. */
  says: string;
  /** Of a function what it takes and gives; of anything else its type. */
  signature: string;
  /** What a function reads of an object of options. */
  options: Option[];
}

export interface Option {
  name: string;
  type: string;
  /** What stands in its place as the code writes it, "nothing" if it may just be left out; null if it must be given. */
  instead: string | null;
  says: string;
}

/** The code as the compiler understands it. Close it after use: it is a process of its own. */
export class Code {
  private readonly api = new API({ cwd: repositoryRoot });
  private readonly project: Project;
  private readonly checker: Checker;

  constructor() {
    const config = join(repositoryRoot, "tsconfig.json");
    this.project = this.api.updateSnapshot({ openProjects: [config] }).getProject(config)!;
    this.checker = this.project.checker;
  }

  close(): void {
    this.api.close();
  }

  /** The values that a module makes and exports, in the order of their names. `file` lies below the repository. */
  exportedBy(file: string): Exported[] {
    return this.exportsOf(file)
      .filter(({ flags }) => flags & SymbolFlags.Value)
      .map((symbol) => this.describe(file, symbol))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The names of values that a module hands on from others. */
  handedOnBy(file: string): string[] {
    return this.exportsOf(file)
      .filter((symbol) => symbol.flags & SymbolFlags.Alias)
      .filter((symbol) => this.checker.getAliasedSymbol(symbol).flags & SymbolFlags.Value)
      .map(({ name }) => name)
      .sort();
  }

  /**
   * The comments over the keys of an exported type and of what lies in it, by path: `columns[].headers`. `*` stands for a
   * key of any name. Throws if the module exports no such type.
   */
  commentsOf(file: string, name: string): Map<string, string> {
    const symbol = this.exportsOf(file).find((one) => one.name === name);
    if (!symbol) throw new Error(`${file} exports no type ${name}.`);
    const comments = new Map<string, string>();
    this.collect(this.checker.getDeclaredTypeOfSymbol(symbol), "", comments);
    return comments;
  }

  private exportsOf(file: string): readonly Named[] {
    const source = this.project.program.getSourceFile(join(repositoryRoot, file));
    const module = source && this.checker.getSymbolAtLocation(source);
    return module ? this.checker.getExportsOfModule(module) : [];
  }

  private describe(file: string, symbol: Named): Exported {
    const type = this.checker.getTypeOfSymbol(symbol)!;
    const [call] = this.checker.getSignaturesOfType(type, SignatureKind.Call);
    return {
      file,
      name: symbol.name,
      says: this.commentOf(symbol),
      signature: call
        ? this.signatureOf(symbol.name, call)
        : this.typed(symbol.name, this.checker.getBaseTypeOfLiteralType(type) ?? type),
      options: call ? call.getParameters().flatMap((parameter) => this.optionsOf(parameter)) : [],
    };
  }

  /** A value with its type, where that says something at a glance. */
  private typed(name: string, type: Type): string {
    const text = `${name}: ${this.text(type)}`;
    return text.length > 120 ? name : text;
  }

  private signatureOf(name: string, call: Signature): string {
    const parameters = call.getParameters().map((parameter, i, all) => {
      const type = this.checker.getTypeOfSymbol(parameter)!;
      const options = this.optionsOf(parameter);
      if (options.length) return `{ ${options.map((option) => option.name).join(", ")} }`;
      const rest = call.hasRestParameter && i === all.length - 1 ? "..." : "";
      return `${rest}${parameter.name}: ${this.written(parameter) ?? this.text(type)}`;
    });
    const declaration = call.declaration?.resolve(this.project);
    const gives =
      (declaration && isFunctionDeclaration(declaration) && declaration.type?.getText()) ||
      this.text(this.checker.getReturnTypeOfSignature(call)!);
    return oneLine(`${name}(${parameters.join(", ")}): ${gives}`);
  }

  /** What is taken apart where the parameter stands, or all of it where it is called options. */
  private optionsOf(parameter: Named): Option[] {
    const type = this.checker.getTypeOfSymbol(parameter)!;
    if (parameter.name === "options" && type.isClassOrInterface() && !this.checker.isArrayType(type))
      return this.checker
        .getPropertiesOfType(type)
        .map((property) => this.optionOf(property.name, property, undefined));
    const declaration = parameter.valueDeclaration?.resolve(this.project);
    if (!declaration || !isParameterDeclaration(declaration) || !isObjectBindingPattern(declaration.name))
      return [];
    return declaration.name.elements.filter(isBindingElement).flatMap((element) => {
      const name = (element.propertyName ?? element.name)!.getText();
      const property = this.checker.getPropertyOfType(type, name);
      return property ? [this.optionOf(name, property, element)] : [];
    });
  }

  private optionOf(name: string, property: Named, element: BindingElement | undefined): Option {
    const isOptional = (property.flags & SymbolFlags.Optional) !== 0;
    return {
      name,
      type: oneLine(this.written(property) ?? this.text(this.checker.getTypeOfSymbol(property)!)).replace(
        / \| undefined$/,
        "",
      ),
      instead: element?.initializer?.getText() ?? (isOptional ? "nothing" : null),
      says: this.commentOf(property),
    };
  }

  private collect(type: Type, path: string, comments: Map<string, string>): void {
    if (type.isUnionType() || type.isIntersectionType()) {
      for (const part of type.getTypes()) this.collect(part, path, comments);
      return;
    }
    if (this.checker.isArrayType(type) || this.checker.isTupleType(type)) {
      for (const item of type.isTypeReference() ? this.checker.getTypeArguments(type) : [])
        this.collect(item, `${path}[]`, comments);
      return;
    }
    if (!type.isObjectType()) return;
    const below = (name: string): string => (path ? `${path}.${name}` : name);
    for (const property of this.checker.getPropertiesOfType(type)) {
      const says = this.commentOf(property);
      const at = below(property.name);
      if (says || !comments.has(at)) comments.set(at, says);
      this.collect(this.checker.getTypeOfSymbol(property)!, at, comments);
    }
    for (const { valueType } of this.checker.getIndexInfosOfType(type))
      this.collect(valueType, below("*"), comments);
  }

  /** A type as its author wrote it: a name says more than all that is behind it. */
  private written(symbol: Named): string | undefined {
    const declaration = symbol.valueDeclaration?.resolve(this.project);
    return declaration && (isParameterDeclaration(declaration) || isPropertySignatureDeclaration(declaration))
      ? declaration.type?.getText()
      : undefined;
  }

  private commentOf(symbol: Named): string {
    return oneLine(this.checker.getDocumentationCommentOfSymbol(symbol));
  }

  private text(type: Type): string {
    return this.checker.typeToString(type, undefined, NodeBuilderFlags.NoTruncation);
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
