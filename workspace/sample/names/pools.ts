/**
 * Forenames and surnames that the sample draws from, written for it, common ones first.
 * An underscore stands for a space inside a name.
 */
export type Origin =
  | "british"
  | "irish"
  | "eastEuropean"
  | "muslimSouthAsian"
  | "sikh"
  | "hindu"
  | "caribbean"
  | "westAfrican"
  | "eastAfrican"
  | "arab"
  | "chinese";

export interface Pool {
  female: string[];
  male: string[];
  surnames: string[];
}

const list = (text: string): string[] =>
  text
    .trim()
    .split(/\s+/)
    .map((name) => name.replaceAll("_", " "));

// Surnames of English places: a long tail of rare ones, as in any register.
const places = list(
  "Ash Brad Brom Burl Cald Cars Charl Clay Cran Dal Dun East Elm Fair Farn Green Hal Hart Hazel Holl Kings Lang Lin Marsh Mel Mid New Nor Old Oak Pem Rad Red Ross Row Sand Shel Stan Staf Sutt Thorn Wal War Wes Whit Wil Wood Wyn",
);
const endings = list(
  "bourne bridge bury by combe cote don field ford ham ley low ridge shaw ton wick well worth",
);
const toponyms = endings.flatMap((ending, j) =>
  places.filter((_, i) => (i * 7 + j * 3) % 5 < 3).map((place) => place + ending),
);

const british: Pool = {
  female:
    list(`Olivia Amelia Isla Ava Lily Florence Freya Mia Ivy Willow Isabella Sophia Grace Evie Poppy Ella Elsie
    Emily Charlotte Daisy Evelyn Sienna Rosie Harper Phoebe Millie Matilda Maisie Alice Ruby Sophie Penelope Chloe Ada
    Luna Bonnie Eva Eliza Hallie Robyn Arabella Violet Maeve Thea Erin Molly Jessica Lottie Esme Orla Nancy Lucy Hannah
    Scarlett Imogen Zara Eleanor Harriet Lola Aurora Layla Summer Holly Beatrice Rose Amber Georgia Martha Lyla Megan
    Maya Darcie Gracie Lexi Eden Mabel Heidi Lara Abigail Elizabeth Clara Iris Edith Skye Emma Anna Ottilie Nova Hope
    Autumn Faith Niamh Tilly Zoe Jasmine Francesca Leah Paige Katie Bethany Lilly-Mae Ellie-Mae Ava-Rose Isla-Rae
    Ellie-May Amelia-Rose Lacey-Mae`),
  male: list(`Noah Oliver George Leo Arthur Theodore Archie Oscar Henry Theo Freddie Jack Charlie Luca Alfie Thomas Jude
    Harry James Roman Finley William Tommy Teddy Reuben Louie Joshua Edward Ezra Jacob Lucas Rory Albie Hudson Elijah
    Arlo Alexander Isaac Max Joseph Logan Reggie Ethan Mason Albert Frederick Sebastian Benjamin Samuel Daniel Rowan
    Hunter Grayson Ronnie Bobby Louis Hugo Jaxon Caleb Toby Adam Felix Harrison Frankie Carter Dylan Stanley Nathaniel
    Ralph Jenson Riley Dexter Callum Michael David Ellis Jesse Kai Otis Liam Tobias Matthew Robert Ellis Connor Ryan
    Nathan Luke Blake Elliot Vinnie Patrick Gabriel Zachary Jackson Chester Wilfred Rupert Barnaby Rex Tommy-Lee
    Alfie-Jay Jayden Bodhi Otto Ted Christopher Aaron Cameron Owen Ollie Billy Joe Sonny`),
  surnames: [
    ...list(`Smith Jones Taylor Williams Brown Davies Evans Thomas Roberts Johnson Walker Wright Robinson Thompson White
    Hughes Edwards Green Lewis Wood Harris Martin Jackson Clarke Clark Turner Hill Cooper Ward Moore Morris Watson
    Harrison Morgan Baker King Allen Davis Parker Bennett James Phillips Richardson Lee Cox Shaw Price Collins Bailey
    Carter Mitchell Cook Bell Miller Richards Young Marshall Webb Rogers Griffiths Foster Palmer Mason Adams Hunt Mills
    Powell Barker Butler Barnes Rose Lloyd Stevens Knight Fisher Matthews Dixon Owen Fletcher Harvey Pearson Hudson
    Ellis Jenkins Graham Reynolds Fox Gibson Chapman Holmes Saunders Payne Pearce Simpson Stone Perry Dean Newman Lawson
    Bradley Walsh Cartwright Bates Yates Gould Haynes Hodgkins Timmins Bytheway Tonks Onions Whitehouse Rudge Perks
    Fellows Millward Westwood Guest Round Darby Hadley Oakley Tranter Wheeler Preece Brookes Haden Parkes Allport
    Gregory Hewitt McDonald Mackenzie Campbell Stewart Reid Murray Ferguson Fraser`),
    ...toponyms,
  ],
};

const irish: Pool = {
  female: list(
    "Aoife Saoirse Niamh Caoimhe Róisín Éabha Fiadh Clodagh Ciara Sinéad Orlaith Maeve Bridget Nora Kathleen Grace",
  ),
  male: list(
    "Conor Cian Oisín Fionn Darragh Rian Cillian Seán Patrick Liam Tadhg Declan Eoin Ronan Finn Callum",
  ),
  surnames:
    list(`Murphy Kelly O’Sullivan Walsh O’Brien Byrne Ryan O’Connor O’Neill Reilly Doyle McCarthy Gallagher
    Doherty Kennedy Lynch Murray Quinn Moore McLaughlin O’Carroll Connolly Daly Flynn Wilson Dunne Brennan Burke Duffy
    Nolan McDonagh Ward Connors`),
};

const eastEuropean: Pool = {
  female:
    list(`Zofia Maja Zuzanna Hanna Julia Lena Oliwia Alicja Antonina Nikola Amelia Natalia Wiktoria Laura Aleksandra
    Emilia Pola Gabriela Maria Sofia Andreea Ioana Elena Daria Bianca Anastasia Ema Rebeka Viktoria Karolina Nadia Mia
    Elif Ecrin Zeynep Defne`),
  male: list(`Antoni Jakub Szymon Jan Aleksander Franciszek Mikołaj Filip Wojciech Adam Kacper Nikodem Oliwier Michał
    Leon Stanisław Piotr Tymon Andrei Matei David Luca Alexandru Ștefan Gabriel Darius Mihai Dominik Tomáš Adrian Kevin
    Yusuf Emir Kerem Miran`),
  surnames:
    list(`Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski
    Kozłowski Jankowski Mazur Krawczyk Piotrowski Grabowski Pawłowski Michalski Król Popescu Ionescu Popa Radu Dumitru
    Stan Stoica Gheorghe Matei Ciobanu Rusu Munteanu Horváth Kováč Balog Tóth Novák Baláž Petrov Ivanov Dimitrov Georgiev
    Yılmaz Kaya Demir Hassan Karim Popov Kazlauskas Bērziņš`),
};

const muslimSouthAsian: Pool = {
  female:
    list(`Fatima Aisha Maryam Zara Zainab Khadija Hafsa Inaya Amina Safa Zoya Ayesha Sara Anaya Hania Eshal Aleena
    Aliza Maira Hoorain Noor Iqra Sumayyah Ayat Mahnoor Zahra Anabia Aiza Alayna Rania Sana Huda Mariam Manahil Areeba
    Hiba Mishal Minahil Ruqayyah Asma Haleema Inayah Amna Alishba Zunairah Aaliyah Saira Nabila Tasnim Mehreen Humaira
    Raheema Tahira Nusrat Samira Sadia Farah Laiba Rabia Umaima Bushra Arisha Eliza Fariha Nawal Ameera Jannat Anisah`),
  male: list(`Muhammad Mohammed Yusuf Ibrahim Ali Zakariya Musa Adam Haris Abdullah Hamza Ismail Umar Ayaan Zayn Isa Yahya
    Ayub Bilal Eesa Hassan Hussain Khalid Idris Rayyan Abdul Ahmed Amir Arham Aariz Zain Dawud Ilyas Imran Sulaiman
    Mustafa Taha Uthman Zaid Faizan Hasan Aayan Azaan Daniyal Shayan Rehan Raza Saad Kamran Haroon Junaid Nabeel Tariq
    Usman Zubair Salman Sameer Aqib Subhan Arslan Asad Danish Farhan Kashif Shahzaib Waleed Yunus Rafay Huzaifa Ehsan
    Muhammad_Ibrahim Muhammad_Ali Mohammed_Yusuf Muhammad_Hamza Abdur_Rahman`),
  surnames:
    list(`Khan Hussain Ahmed Ali Begum Mahmood Akhtar Iqbal Shah Miah Mohammed Malik Hussein Bibi Uddin Rahman Islam
    Khatun Chowdhury Hassan Raza Rashid Rehman Mirza Aslam Shabir Zaman Bashir Butt Sheikh Akram Nawaz Aziz Sharif Khalid
    Saleem Arshad Younis Ashraf Qureshi Javed Mohammad Kauser Parveen Haq Hanif Ullah Yousaf Latif Choudhury Abbas Saddique
    Siddiqui Amin Hamid Alam Karim Ishaq Sultan Kazi Talukdar Haque Sarwar Ghani Farooq Riaz Mehmood Zafar Tariq Habib
    Majid Rafiq Shaheen Nazir Bhatti Chaudhry Dar Gul Anwar Munir Waheed Zaheer Afzal Rauf Baig Saeed Naeem Jabeen`),
};

const sikh: Pool = {
  female:
    list(`Simran Jasleen Harleen Avani Gurleen Jasmine Kiran Sukhmani Ishleen Mehar Anaya Asees Navleen Japleen
    Manveen Harnoor Ravneet Amrit Prabhleen Jiya Amaya Sehaj Arya Roop Gurnoor`),
  male: list(`Arjan Gurfateh Jovan Harjot Gurveer Veer Jaskaran Ekam Fateh Armaan Jeevan Kiran Sahib Rajan Arjun Amrit
    Nihal Harvir Sukhraj Jasveer Manraj Angad Zorawar Kabir Gurshaan Avraj`),
  surnames:
    list(`Singh Kaur Gill Sandhu Dhillon Sidhu Bains Johal Dhaliwal Sahota Mann Grewal Atwal Bassi Virk Uppal Rai
    Chahal Purewal Heer Nijjar Sangha Kang Deol Basra Sohal Aujla Hayer Toor Mahal Bhogal Matharu Panesar`),
};

const hindu: Pool = {
  female:
    list(`Aanya Diya Anika Saanvi Aadhya Ananya Ira Myra Priya Riya Isha Kavya Aarohi Navya Shreya Anvi Tara Meera
    Nisha Pari Sia Zara Ishani Leela Ahana`),
  male: list(`Aarav Vivaan Arjun Reyansh Ayaan Krishna Ishaan Shaurya Vihaan Dhruv Rohan Aditya Kian Dev Rudra Advik Om
    Nikhil Neel Aryan Jay Kavi Ved Sai Yuvan`),
  surnames:
    list(`Patel Sharma Kumar Mistry Chauhan Parmar Shah Desai Joshi Reddy Nair Thomas Varghese Iyer Gupta Verma
    Mehta Solanki Raj George Mathew Pillai Rao Tailor Lad Naidu Yadav Jain Perera Fernando Sivakumar Gurung Thapa`),
};

const caribbean: Pool = {
  female:
    list(`Amara Naomi Aaliyah Nevaeh Zariah Kiara Ebony Imani Destiny Gabrielle Serenity Amiyah Tiana Shanice
    Keziah Esther Nia Raven Arielle Malia Ava Grace Sienna Skye Renée Chanel Zaria Leilani Nyla`),
  male: list(`Elijah Isaiah Josiah Malachi Zion Kairo Jayden Micah Tyrell Kymani Nathaniel Ezekiel Amari Reuben Jahmal
    Kaiden Tyrese Marcus Jeremiah Xavier Kobi Romeo Khalil Levi Zaiden Andre Jermaine Kofi`),
  surnames:
    list(`Brown Williams Campbell Johnson Clarke Thompson Gordon Lewis Francis Morgan Stewart Grant Reid Henry
    Bailey Robinson Graham Edwards Wright Palmer Gayle Blake Dixon Powell Samuels Facey Bogle Daley Blackwood Lawrence
    Hylton Wynter Beckford Dacres Sinclair Mcfarlane Nembhard Allen-Brown Charles Joseph Pierre`),
};

const westAfrican: Pool = {
  female:
    list(`Amara Zainab Oluwaseun Adaeze Chidera Esther Deborah Favour Temiloluwa Oluwatobi Chiamaka Ifeoluwa Blessing
    Grace Precious Ama Abena Akosua Adwoa Efua Fatou Mariama Aminata Hawa Goodness Ruth Sarah Ayomide Ebunoluwa`),
  male: list(`David Daniel Emmanuel Samuel Oluwaseyi Chukwuemeka Ifeanyi Tobechukwu Ayomide Oluwadamilola Joshua Kwame Kofi
    Kwabena Yaw Nana Ousmane Mamadou Lamin Ibrahim Victor Michael King Prince Temidayo Obinna Chidi Femi Jeremiah Nathan`),
  surnames:
    list(`Okafor Adeyemi Mensah Okeke Owusu Boateng Oladipo Adebayo Ogunleye Eze Osei Appiah Nwosu Asante Balogun
    Ojo Afolabi Akinola Nwachukwu Obi Williams Johnson Bello Kamara Sesay Jallow Ceesay Touray Diallo Conteh Bah Mbah
    Agyemang Opoku Amoah Danso Ibrahim Musa Olawale Adeleke Uche Onyeka`),
};

const eastAfrican: Pool = {
  female:
    list(`Fatima Aisha Maryan Hodan Ayaan Ifrah Sumaya Hamdi Asma Khadra Amina Hibaq Saida Samira Naima Sabrin Luul
    Rahma Ruweyda Nasra Yasmin Zamzam Selam Eden Bethlehem Arsema Hanan`),
  male: list(`Mohamed Abdirahman Abdullahi Yusuf Ibrahim Ahmed Abdi Zakaria Mustafa Liban Hamza Ismail Sakariya Mahad Ayub
    Khalid Suhayb Bilal Yahya Ilyas Yonas Nahom Samuel Abel Noah Filmon`),
  surnames:
    list(`Mohamed Ali Abdi Ahmed Hassan Hussein Omar Osman Farah Ibrahim Yusuf Warsame Jama Adan Nur Abdullahi
    Mohamud Aden Ismail Elmi Salah Dahir Isse Tesfay Gebre Haile Tekle Kidane Adam Idris Suleiman`),
};

const arab: Pool = {
  female:
    list(`Mariam Layan Jana Noor Lina Sara Malak Yasmin Fatima Aya Salma Rima Tala Hala Amira Zahra Sidra Rawan
    Shahd Arwa Parwana Zohra Rojin Lana Shilan`),
  male: list(`Mohammed Omar Adam Yousef Ali Ahmad Karim Hassan Taim Saif Zaid Khaled Mahdi Hussein Anas Rayan Abdulrahman
    Saleh Nasser Faris Bashir Arman Navid Rebin Aland`),
  surnames:
    list(`Saleh Ali Ahmed Nasser Al-Hassan Al-Sharif Mohammed Qasim Obaid Abdullah Al-Amri Hamdan Saeed Ghaleb
    Al-Masri Hadi Kareem Rasul Aziz Haidar Noori Rahimi Ahmadi Safi Habibi Karimi Stanikzai Amiri Faqir Mahmoud Haddad
    Darwish`),
};

const chinese: Pool = {
  female: list("Mei Yuna Xinyi Chloe Zihan Yihan Emma Jiayi Sophie Elena Xin_Yi Ruoxi Yutong Chenxi Hana"),
  male: list("Haoran Leo Ethan Zihao Lucas Yichen Ryan Yuxuan Jason Muchen Ming Jun_Hao Ka_Ho Kai Aiden"),
  surnames: list(
    "Wang Li Zhang Chen Liu Wong Chan Lam Cheung Yang Huang Lin Xu Ho Leung Ng Wu Zhao Tran Nguyen Pham Kim Lee",
  ),
};

export const pools: Record<Origin, Pool> = {
  british,
  irish,
  eastEuropean,
  muslimSouthAsian,
  sikh,
  hindu,
  caribbean,
  westAfrican,
  eastAfrican,
  arab,
  chinese,
};
