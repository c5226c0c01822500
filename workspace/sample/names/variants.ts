/**
 * Spellings that different clerks and families use for one name: transliterations and nicknames.
 * Each line is a set; any of it may stand for any other.
 */
const list = (text: string): string[][] =>
  text
    .trim()
    .split("\n")
    .map((line) => line.trim().split(" "));

export const forenameVariants = index(
  list(`
  Muhammad Mohammed Mohammad Mohamed Muhammed Mohamad
  Yusuf Yousuf Yousef Yusef Yousaf
  Ibrahim Ebrahim Ibraheem
  Zakariya Zakaria Zakariyya Sakariya
  Umar Omar Omer
  Isa Eesa Essa
  Musa Moosa
  Hussain Hussein Husain Husayn
  Hassan Hasan
  Ismail Ismaeel Ismael
  Abdullah Abdulla Abdullahi
  Ahmed Ahmad
  Zayn Zain Zayne
  Dawud Dawood Daud
  Sulaiman Suleman Suleiman
  Uthman Usman Osman
  Rayyan Rayan Raiyan
  Yahya Yahia
  Ayub Ayyub
  Ilyas Ilyaas Elyas
  Khalid Khaled
  Bilal Bilaal
  Aisha Ayesha Aysha Aaisha
  Fatima Fatimah Fathima Fatema
  Maryam Mariam Maryan Mariyam
  Zainab Zaynab Zeinab
  Khadija Khadijah Kadija
  Amina Aminah Ameena
  Zahra Zara Zahrah
  Inaya Inayah Enaya
  Noor Nur Nour
  Sara Sarah
  Aaliyah Aliyah Aliya
  Hafsa Hafsah Hafza
  Sumayyah Sumaya Sumaiya
  Ruqayyah Ruqaiya
  Asma Asmaa
  Yasmin Yasmeen Jasmine
  Arjun Arjan
  Jaskaran Jas
  Aarav Arav
  Saanvi Sanvi
  Aadhya Adhya
  Olivia Liv Livvy
  Isabella Bella Izzy Isabela
  Sophia Sofia Sophie
  Amelia Amelie Emilia Millie
  Elizabeth Lizzie Beth Eliza
  Charlotte Lottie Charlie
  Eleanor Ellie Elinor
  Matilda Tilly Tilda
  Abigail Abbie Abi
  Katie Katherine Kate
  Emily Emilie Em
  Florence Flo Florrie
  Evelyn Evie Eve
  Beatrice Bea
  Georgia Georgie
  Harriet Hattie
  Isla Ayla Eila
  Lily Lilly Lillie
  Layla Leila Laila
  Phoebe Pheobe
  Niamh Neve
  Aoife Eefa
  Caoimhe Keeva
  Oliver Ollie Olly
  Theodore Theo Teddy Ted
  Frederick Freddie Fred
  William Will Billy Liam
  Thomas Tom Tommy
  James Jamie Jim
  Alexander Alex Aleksander Xander
  Benjamin Ben Benji
  Samuel Sam Sammy
  Joseph Joe Joey
  Daniel Dan Danny
  Michael Mike Mikey Michał
  Edward Eddie Ned
  Joshua Josh
  Jacob Jake Jakub
  Nathaniel Nathan Nate
  Zachary Zak Zac
  Matthew Matt Mathew
  Robert Bobby Rob
  Archie Archibald
  Harrison Harry
  Henry Harry
  Isaac Issac Isaak
  Elijah Eli Elias
  Jaxon Jackson Jaxson
  Callum Calum
  Reuben Ruben
  Conor Connor
  Seán Sean Shaun Shawn
  Oisín Oisin Osheen
  Cian Kian
  Róisín Roisin
  Mikołaj Mikolaj Nikolas
  Zuzanna Zuzia
  Wiktoria Viktoria Victoria
  Julia Julija
  Natalia Natalie
  Ștefan Stefan Stephan
  Andrei Andrey
  Oluwaseun Seun
  Oluwatobi Tobi
  Oluwadamilola Dami Damilola
  Temiloluwa Temi
  Chukwuemeka Emeka
  Emmanuel Emanuel
  Deborah Debra
  Isaiah Isiah
  Malachi Malaki
  Jayden Jaden Jaydon
  Nevaeh Neveah
  Keziah Kezia
  `),
);

export const surnameVariants = index(
  list(`
  Hussain Hussein Husain Hussian
  Mohammed Mohammad Muhammad Mohamed
  Ahmed Ahmad
  Chowdhury Choudhury Chaudhry Choudhry Chowdhary
  Sheikh Shaikh
  Begum Begam
  Mahmood Mehmood Mahmud
  Rahman Rehman Rahmaan
  Akhtar Akhter
  Miah Mia
  Uddin Udin Ud-Din
  Saddique Siddique Siddiq
  Yousaf Yusuf Yousuf
  Haq Haque Hoque
  Islam Eslam
  Khatun Khatoon
  Bibi Beebi
  Malik Malek
  Qureshi Quraishi
  Hassan Hasan Hassen
  Abdullahi Abdulahi
  Kaur Kour
  Singh Sing
  Sandhu Sandu
  Chauhan Chohan
  Clarke Clark
  Thompson Thomson
  Davies Davis
  Phillips Philips
  Reid Read Reed
  Stevens Stephens
  Matthews Mathews
  Griffiths Griffith
  Mackenzie McKenzie
  McDonald MacDonald Mcdonald
  Hewitt Hewett
  Brookes Brooks
  Pearce Pierce
  O’Brien O'Brien OBrien
  O’Sullivan O'Sullivan Sullivan
  O’Connor O'Connor OConnor
  O’Neill O'Neill ONeill
  Kowalski Kowalska
  Wiśniewski Wisniewski Wisniewska
  Kamiński Kaminski Kaminska
  Lewandowski Lewandowska
  Dąbrowski Dabrowski
  Kozłowski Kozlowski
  Wójcik Wojcik
  Horváth Horvath
  Kováč Kovac
  Okafor Okafo
  Adebayo Adebayor
  Owusu Owusu-Ansah
  Mohamed Maxamed Mohammed
  Hussein Huseyn
  Warsame Warsama
  Chan Chen
  Nguyen Nguyễn
  `),
);

function index(sets: string[][]): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const set of sets)
    for (const name of set)
      map.set(name, [...(map.get(name) ?? []), ...set.filter((other) => other !== name)]);
  return map;
}
